import type { ServiceName } from '@bistro/client/names'

/** Of one moment. */
export interface Sample {
  readonly atMs: number
  readonly topics: readonly TopicLoad[]
  readonly readers: readonly ReaderLoad[]
}

export interface TopicLoad {
  readonly topic: string
  readonly partitions: number
  /** Written, since the sample before. */
  readonly recordsPerSecond: number
}

export interface ReaderLoad {
  readonly service: ServiceName
  readonly processes: number
  /** Age of the oldest record that it has not yet read. */
  readonly lagSeconds: number
  /** That it reads. */
  readonly topics: readonly string[]
}

export type Act =
  | { readonly kind: 'partitions'; readonly topic: string; readonly to: number; readonly why: string }
  | { readonly kind: 'processes'; readonly service: ServiceName; readonly to: number; readonly why: string }

export interface Bounds {
  /** More than that, and a topic gets more partitions. */
  readonly recordsPerSecondOfPartition: number
  readonly maxPartitions: number
  /** A reader that is further behind all the time, and does not catch up, gets another process. */
  readonly lagSeconds: number
  readonly maxProcesses: number
  /** Only what lasts is a reason. */
  readonly lastingMs: number
  /** After an act it takes a while until everybody sees the partitions, and has caught up. */
  readonly restMs: number
}

export const BOUNDS: Bounds = {
  recordsPerSecondOfPartition: 30,
  maxPartitions: 24,
  lagSeconds: 5,
  maxProcesses: 3,
  lastingMs: 8_000,
  restMs: 15_000,
}

/**
 * What to do, from what was seen, oldest first, and when something was done last. It takes nothing away: Kafka cannot take partitions away,
 * and a process that ends under load costs a rebalance.
 */
export function decide(seen: readonly Sample[], actedMs = Number.NEGATIVE_INFINITY, bounds = BOUNDS): readonly Act[] {
  const rested = seen.filter(({ atMs }) => atMs >= actedMs + bounds.restMs)
  const last = rested.at(-1)
  if (last === undefined) return []
  const begin = rested.findLastIndex(({ atMs }) => atMs <= last.atMs - bounds.lastingMs)
  if (begin === -1) return []
  const window = rested.slice(begin)
  const wider = last.topics.flatMap(({ topic }) => widen(window, topic, bounds))
  // A reader can use no more processes than there are partitions: those come first, and may be enough.
  if (wider.length > 0) return wider
  // One process at a time, of the service that is furthest behind: the others may wait for it.
  const furthestFirst = last.readers.toSorted((one, other) => other.lagSeconds - one.lagSeconds)
  return furthestFirst.flatMap(({ service }) => join(window, service, bounds)).slice(0, 1)
}

/** Twice as many partitions, again and again until they are enough: then hash mod N moves as few keys as can be. */
function widen(window: readonly Sample[], topic: string, bounds: Bounds): readonly Act[] {
  const loads = window.flatMap(({ topics }) => topics.filter((one) => one.topic === topic))
  const { partitions } = loads.at(-1) as TopicLoad
  const least = Math.min(...loads.map(({ recordsPerSecond }) => recordsPerSecond))
  let to = partitions
  while (least > to * bounds.recordsPerSecondOfPartition && to * 2 <= bounds.maxPartitions) to *= 2
  const why = `at least ${Math.round(least)} records a second, ${Math.round(least / partitions)} for each of ${partitions} partitions`
  return to > partitions ? [{ kind: 'partitions', topic, to, why }] : []
}

function join(window: readonly Sample[], service: ServiceName, bounds: Bounds): readonly Act[] {
  const loads = window.flatMap(({ readers }) => readers.filter((one) => one.service === service))
  const [first, last] = [loads[0] as ReaderLoad, loads.at(-1) as ReaderLoad]
  const isBehind = loads.every(({ lagSeconds }) => lagSeconds > bounds.lagSeconds)
  const catchesUp = last.lagSeconds < first.lagSeconds
  const widest = Math.max(
    0,
    ...(window.at(-1)?.topics ?? []).flatMap((one) => (last.topics.includes(one.topic) ? [one.partitions] : [])),
  )
  if (!isBehind || catchesUp || last.processes >= Math.min(bounds.maxProcesses, widest)) return []
  const why = `${last.lagSeconds.toFixed(1)} s behind, and not catching up`
  return [{ kind: 'processes', service, to: last.processes + 1, why }]
}
