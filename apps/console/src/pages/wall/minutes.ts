import type { Overview } from '@bistro/gateway/contract'

export const ENDINGS = ['delivered', 'cancelled', 'rejected'] as const
export type Ended = (typeof ENDINGS)[number]

type Minutes = Overview['minutes']

/** Seconds since 1970, then the upper edge of each stack, the highest first: a bar drawn later covers the one before. */
export function stackedMinutes(minutes: Minutes): [number[], ...number[][]] {
  const times = minutes.map(({ minute }) => Date.parse(minute) / 1000)
  const edges = ENDINGS.map((_, index) =>
    minutes.map((minute) => ENDINGS.slice(0, index + 1).reduce((sum, ending) => sum + minute[ending], 0)),
  )
  return [times, ...edges.reverse()]
}

export const endedIn = (minutes: Minutes, ending: Ended): number =>
  minutes.reduce((sum, minute) => sum + minute[ending], 0)
