import { type Bounds, type PartitionReader, partitionKey } from '@bistro/kit/runtime'

/** A service that reads commits its position every five seconds, on a busy machine a little later. */
const COMMITTED_WITHIN_MS = 7_000
/** One that has not committed for longer stands still. */
const STANDS_STILL_MS = 9_000
const MS = 1_000

export interface LagOf {
  readonly messages: number
  readonly seconds: number
}

export interface LagLook {
  readonly service: string
  readonly nowMs: number
  /** It does not answer: what is unread is unread now. */
  readonly isAway: boolean
  readonly partitions: readonly Bounds[]
  readonly readers: readonly PartitionReader[]
  /** When the record at this position, or the first known one after it, happened. */
  timeOf(topic: string, partition: number, position: bigint): number | undefined
}

interface End {
  readonly end: bigint
  readonly atMs: number
}

interface Known {
  readonly position: bigint
  readonly changedMs: number
  /** The ends of the partition at the last looks, oldest first. */
  readonly ends: readonly End[]
}

/**
 * How far services are behind. Kafka knows positions as of the last commit, seconds ago while a service is busy: a position
 * is compared with the end that the partition had before that.
 */
export class Lag {
  readonly #known = new Map<string, Known>()

  look({ service, nowMs, isAway, partitions, readers, timeOf }: LagLook): LagOf {
    const positions = new Map(readers.map((reader) => [partitionKey(reader), reader.position]))
    let messages = 0n
    let oldestMs = 0
    for (const partition of partitions) {
      const { topic, begin, end } = partition
      const position = positions.get(partitionKey(partition)) ?? begin
      const at = this.#moment(`${service} ${partitionKey(partition)}`, position, end, nowMs, isAway)
      if (at.end <= position) continue
      messages += at.end - position
      oldestMs = Math.max(oldestMs, at.atMs - (timeOf(topic, partition.partition, position) ?? at.atMs))
    }
    return { messages: Number(messages), seconds: oldestMs / MS }
  }

  /** The moment that the position is compared with. */
  #moment(key: string, position: bigint, end: bigint, nowMs: number, isAway: boolean): End {
    const before = this.#known.get(key)
    const isMoved = before !== undefined && before.position !== position
    const changedMs = isMoved ? nowMs : (before?.changedMs ?? nowMs)
    const now = { end, atMs: nowMs }
    const ends = recent([...(before?.ends ?? []), now], nowMs)
    this.#known.set(key, { position, changedMs, ends })
    return isAway || nowMs - changedMs > STANDS_STILL_MS ? now : (ends[0] ?? now)
  }
}

/** Those since the last one that any commit must have passed by now. */
function recent(ends: readonly End[], nowMs: number): readonly End[] {
  const first = ends.findLastIndex(({ atMs }) => atMs <= nowMs - COMMITTED_WITHIN_MS)
  return ends.slice(Math.max(0, first))
}
