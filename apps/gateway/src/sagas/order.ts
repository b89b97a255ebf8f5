interface Placed {
  readonly id: string
  readonly service: string
  readonly stream: string
  readonly version: number
  readonly causation: string | undefined
  readonly time: string | undefined
  readonly seenAt: string
}

/** By time, but after its cause and after the earlier events of its stream: clocks of several machines differ. */
export function inCausalOrder<E extends Placed>(events: readonly E[]): E[] {
  const byTime = events.toSorted((a, b) => compare(a.time ?? a.seenAt, b.time ?? b.seenAt) || a.version - b.version)
  const byId = new Map(byTime.map((event) => [event.id, event]))
  const byPlace = new Map(byTime.map((event) => [placeOf(event, event.version), event]))
  const ordered = new Set<E>()
  const begun = new Set<E>()
  const add = (event: E | undefined): void => {
    if (!event || begun.has(event)) return
    begun.add(event)
    add(byId.get(event.causation ?? ''))
    add(byPlace.get(placeOf(event, event.version - 1)))
    ordered.add(event)
  }
  for (const event of byTime) add(event)
  return [...ordered]
}

const placeOf = ({ service, stream }: Placed, version: number): string => `${service} ${stream} ${version}`

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
