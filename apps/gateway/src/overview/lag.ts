import type { PartitionReader, SurveyedPartition } from '@bistro/kit/runtime'

/** A service that reads stores its position within five seconds; one that has not for longer stands still. */
const STANDS_STILL_MS = 8_000
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
  readonly partitions: readonly SurveyedPartition[]
  readonly readers: readonly PartitionReader[]
  /** When the record at this position, or the first known one after it, happened. */
  timeOf(topic: string, partition: number, position: bigint): number | undefined
}

interface Known {
  readonly position: bigint
  /** The end of the partition at the moment that the position is compared with. */
  readonly end: bigint
  readonly atMs: number
  readonly changedMs: number
  readonly lastEnd: bigint
  readonly lastMs: number
}

/**
 * How far services are behind. Kafka knows positions as of the last commit, which is up to five seconds old while a service
 * is busy: a position that has moved is compared with the end of the look before, which the service had not passed then.
 */
export class Lag {
  readonly #known = new Map<string, Known>()

  look({ service, nowMs, isAway, partitions, readers, timeOf }: LagLook): LagOf {
    const positions = new Map(readers.map((reader) => [placeOf(reader), reader.position]))
    let messages = 0n
    let oldestMs = 0
    for (const partition of partitions) {
      const { topic, begin, end } = partition
      const position = positions.get(placeOf(partition)) ?? begin
      const at = this.#moment(`${service} ${placeOf(partition)}`, position, end, nowMs, isAway)
      if (at.end <= position) continue
      messages += at.end - position
      oldestMs = Math.max(oldestMs, at.atMs - (timeOf(topic, partition.partition, position) ?? at.atMs))
    }
    return { messages: Number(messages), seconds: oldestMs / MS }
  }

  /** The moment that the position is compared with. */
  #moment(key: string, position: bigint, end: bigint, nowMs: number, isAway: boolean): Pick<Known, 'end' | 'atMs'> {
    const before = this.#known.get(key)
    const isMoved = before !== undefined && before.position !== position
    const reference = isMoved ? { end: before.lastEnd, atMs: before.lastMs } : (before ?? { end, atMs: nowMs })
    const changedMs = isMoved ? nowMs : (before?.changedMs ?? nowMs)
    this.#known.set(key, {
      ...{ position, end: reference.end, atMs: reference.atMs, changedMs },
      ...{ lastEnd: end, lastMs: nowMs },
    })
    return isAway || nowMs - changedMs > STANDS_STILL_MS ? { end, atMs: nowMs } : reference
  }
}

const placeOf = ({ topic, partition }: Pick<SurveyedPartition, 'topic' | 'partition'>): string =>
  `${topic} ${partition}`
