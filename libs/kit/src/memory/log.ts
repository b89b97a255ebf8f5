import type { RawRecord } from '../model/event.ts'
import type { Log, OutgoingRecord, Position, Subscription, SubscriptionOptions } from '../runtime/log.ts'
import { placeOf } from '../runtime/place.ts'

const MAX_BATCH_RECORDS = 500
const COMMIT_INTERVAL_MS = 1_000
const RETRY_MS = 100

export interface MemoryLogOptions {
  readonly topics: readonly string[]
  /** Per topic. */
  readonly partitions: number
}

/**
 * The log in memory, to be shared by the services of one process. Records of a key keep their order and groups keep
 * their offsets, as on Kafka; nothing outlives the process, and a group has one member at a time.
 */
export function createMemoryLog({ topics, partitions }: MemoryLogOptions): Log {
  const logs = new Map(
    topics.map((topic) => [topic, Array.from({ length: partitions }, (_, number) => new Partition(topic, number))]),
  )
  const offsets = new Map<string, Map<Partition, number>>()
  const members = new Map<string, Member>()

  const partitionsOf = (topic: string): readonly Partition[] => {
    const found = logs.get(topic)
    if (!found) throw new Error(`there is no topic ${topic}`)
    return found
  }
  return {
    send: async (topic, records) => {
      const all = partitionsOf(topic)
      for (const record of records) all[hash(record.key) % all.length]!.append(record)
      for (const member of members.values()) member.wake()
    },
    subscribe: async (options) => {
      const { group, topics: wanted, progress } = options
      const stored = await progress.load()
      if (members.has(group)) throw new Error(`group ${group} has a member already`)
      const committed = offsets.get(group) ?? new Map<Partition, number>()
      offsets.set(group, committed)
      const partitions = wanted.flatMap(partitionsOf)
      const begins = placesIn(partitions, committed, stored, options.onDisplaced)
      const member = new Member(options, partitions, { committed, begins }, () => members.delete(group))
      members.set(group, member)
      member.wake()
      return member
    },
    close: async () => {},
  }
}

/** Where the reader's own store says that it was, whatever its group says. */
function placesIn(
  partitions: readonly Partition[],
  committed: ReadonlyMap<Partition, number>,
  positions: readonly Position[],
  onDisplaced: SubscriptionOptions['onDisplaced'],
): Map<Partition, number> {
  const stored = new Map(positions.map((at) => [`${at.topic} ${at.partition}`, BigInt(at.offset)]))
  const begins = new Map<Partition, number>()
  for (const partition of partitions) {
    const { topic, number, end } = partition
    const group = committed.get(partition)
    const { from, why, reason } = placeOf({
      stored: stored.get(`${topic} ${number}`),
      committed: group === undefined ? undefined : BigInt(group),
      low: 0n,
      high: BigInt(end),
    })
    if (from > 0n) begins.set(partition, Number(from))
    if (why && reason) onDisplaced({ topic, partition: number, from, why, reason })
  }
  return begins
}

/** FNV-1a. */
function hash(key: string): number {
  let value = 0x811c9dc5
  for (let index = 0; index < key.length; index += 1) value = Math.imul(value ^ key.charCodeAt(index), 0x01000193)
  return value >>> 0
}

class Partition {
  readonly topic: string
  readonly number: number
  readonly #records: RawRecord[] = []

  constructor(topic: string, number: number) {
    this.topic = topic
    this.number = number
  }

  get end(): number {
    return this.#records.length
  }

  append({ value, headers }: OutgoingRecord): void {
    this.#records.push({ topic: this.topic, partition: this.number, offset: String(this.end), headers, value })
  }

  from(offset: number): readonly RawRecord[] {
    return this.#records.slice(offset, offset + MAX_BATCH_RECORDS)
  }
}

interface Places {
  /** What the group remembers; shared with the members that follow. */
  readonly committed: Map<Partition, number>
  readonly begins: ReadonlyMap<Partition, number>
}

/** Delivers partitions side by side, each in order, and never in the sender's own turn. */
class Member implements Subscription {
  readonly #options: SubscriptionOptions
  readonly #partitions: readonly Partition[]
  readonly #committed: Map<Partition, number>
  readonly #left: () => void
  readonly #delivered: Map<Partition, number>
  readonly #inWork = new Map<Partition, Promise<void>>()
  readonly #timer: NodeJS.Timeout
  #closing = false

  constructor(
    options: SubscriptionOptions,
    partitions: readonly Partition[],
    { committed, begins }: Places,
    left: () => void,
  ) {
    this.#options = options
    this.#partitions = partitions
    this.#committed = committed
    this.#left = left
    this.#delivered = new Map(begins)
    this.#timer = setInterval(() => this.#commit().catch(() => undefined), COMMIT_INTERVAL_MS)
  }

  wake(): void {
    for (const partition of this.#partitions) {
      if (this.#closing || this.#inWork.has(partition) || this.#position(partition) === partition.end) continue
      this.#inWork.set(partition, this.#deliver(partition))
    }
  }

  get membership(): Subscription['membership'] {
    return { isMember: !this.#closing, partitions: this.#partitions.length }
  }

  async reread(topic: string): Promise<void> {
    const ends = this.#partitions.filter((partition) => partition.topic === topic).map((at) => [at, at.end] as const)
    for (const [partition, end] of ends)
      for (let offset = 0; offset < end; offset += MAX_BATCH_RECORDS) {
        if (this.#closing) throw new Error(`reading ${topic} again was stopped`)
        await this.#options.onBatch(partition.from(offset))
      }
  }

  async close(): Promise<void> {
    this.#closing = true
    clearInterval(this.#timer)
    await Promise.all(this.#inWork.values())
    await this.#commit()
    this.#left()
  }

  async #deliver(partition: Partition): Promise<void> {
    await new Promise(setImmediate)
    const records = partition.from(this.#position(partition))
    try {
      await this.#options.onBatch(records)
      this.#delivered.set(partition, this.#position(partition) + records.length)
    } catch {
      await new Promise((resolve) => setTimeout(resolve, RETRY_MS))
    }
    this.#inWork.delete(partition)
    this.wake()
  }

  async #commit(): Promise<void> {
    const delivered = new Map(this.#delivered)
    if (this.#partitions.every((partition) => delivered.get(partition) === this.#committed.get(partition))) return
    await this.#options.flush()
    await this.#options.progress.save(
      [...delivered].map(([{ topic, number }, offset]) => ({ topic, partition: number, offset: String(offset) })),
    )
    for (const [partition, offset] of delivered) this.#committed.set(partition, offset)
  }

  #position(partition: Partition): number {
    return this.#delivered.get(partition) ?? 0
  }
}
