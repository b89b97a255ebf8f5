/** A duration that is readable from ten metres: two digits that matter. */
export function duration(milliseconds: number): string {
  if (milliseconds < 1000) return `${Math.round(milliseconds)} ms`
  if (milliseconds < 60_000) return `${(milliseconds / 1000).toFixed(milliseconds < 10_000 ? 1 : 0)} s`
  if (milliseconds < 3_600_000) return `${Math.floor(milliseconds / 60_000)} min ${seconds(milliseconds)}`.trim()
  return `${Math.floor(milliseconds / 3_600_000)} h ${Math.floor((milliseconds % 3_600_000) / 60_000)} min`
}

const seconds = (milliseconds: number): string => {
  const rest = Math.floor((milliseconds % 60_000) / 1000)
  return rest ? `${rest} s` : ''
}

/** `bistro.order.v1` is `order.v1` where space is scarce and every topic begins the same. */
export const shortTopic = (topic: string): string => topic.replace(/^[^.]+\./, '')
