import type { RawRecord } from '../model/event.ts'
import type { Log, OutgoingRecord, Subscription, SubscriptionOptions } from '../runtime/log.ts'

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
  const stored = new Map(topics.map((topic) => [topic, Array.from({ length: partitions }, () => new Partition())]))
  const offsets = new Map<string, Map<Partition, number>>()
  const members = new Map<string, Member>()

  const partitionsOf = (topic: string): readonly Partition[] => {
    const found = stored.get(topic)
    if (!found) throw new Error(`there is no topic ${topic}`)
    return found
  }
  return {
    send: async (topic, records) => {
      const all = partitionsOf(topic)
      for (const record of records) {
        const number = hash(record.key) % all.length
        all[number]!.append(topic, number, record)
      }
      for (const member of members.values()) member.wake()
    },
    subscribe: async (options) => {
      const { group, topics: wanted } = options
      if (members.has(group)) throw new Error(`group ${group} has a member already`)
      const committed = offsets.get(group) ?? new Map<Partition, number>()
      offsets.set(group, committed)
      const member = new Member(options, wanted.flatMap(partitionsOf), committed, () => members.delete(group))
      members.set(group, member)
      member.wake()
      return member
    },
    close: async () => {},
  }
}

/** FNV-1a. */
function hash(key: string): number {
  let value = 0x811c9dc5
  for (let index = 0; index < key.length; index += 1) value = Math.imul(value ^ key.charCodeAt(index), 0x01000193)
  return value >>> 0
}

class Partition {
  readonly #records: RawRecord[] = []

  get end(): number {
    return this.#records.length
  }

  append(topic: string, partition: number, { value, headers }: OutgoingRecord): void {
    this.#records.push({ topic, partition, offset: String(this.end), headers, value })
  }

  from(offset: number): readonly RawRecord[] {
    return this.#records.slice(offset, offset + MAX_BATCH_RECORDS)
  }
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
    committed: Map<Partition, number>,
    left: () => void,
  ) {
    this.#options = options
    this.#partitions = partitions
    this.#committed = committed
    this.#left = left
    this.#delivered = new Map(committed)
    this.#timer = setInterval(() => this.#commit().catch(() => undefined), COMMIT_INTERVAL_MS)
  }

  wake(): void {
    for (const partition of this.#partitions) {
      if (this.#closing || this.#inWork.has(partition) || this.#position(partition) === partition.end) continue
      this.#inWork.set(partition, this.#deliver(partition))
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
    for (const [partition, offset] of delivered) this.#committed.set(partition, offset)
  }

  #position(partition: Partition): number {
    return this.#delivered.get(partition) ?? 0
  }
}
