import type { RawRecord } from '@bistro/kit'
import type { OutgoingRecord } from '@bistro/kit/runtime'

export interface Partition {
  readonly topic: string
  readonly number: number
  readonly records: RawRecord[]
}

/** Topics with partitions, and more of them when somebody asks. */
export class SimulatedLog {
  readonly #topics = new Map<string, Partition[]>()
  /** What was appended since the last look. */
  #fresh: RawRecord[] = []

  constructor(topics: readonly string[], partitions: number) {
    for (const topic of topics) {
      this.#topics.set(topic, [])
      this.grow(topic, partitions)
    }
  }

  partitionsOf(topic: string): readonly Partition[] {
    return this.#topics.get(topic)!
  }

  /** From here on, keys go elsewhere. */
  grow(topic: string, more: number): void {
    const partitions = this.#topics.get(topic)!
    for (let added = 0; added < more; added += 1) partitions.push({ topic, number: partitions.length, records: [] })
  }

  append(topic: string, { key, value, headers }: OutgoingRecord): Partition {
    const partitions = this.#topics.get(topic)!
    const partition = partitions[hash(key) % partitions.length]!
    const record = { topic, partition: partition.number, offset: String(partition.records.length), headers, value }
    partition.records.push(record)
    this.#fresh.push(record)
    return partition
  }

  takeFresh(): readonly RawRecord[] {
    const fresh = this.#fresh
    if (fresh.length > 0) this.#fresh = []
    return fresh
  }
}

/** FNV-1a. */
function hash(key: string): number {
  let value = 0x811c9dc5
  for (let index = 0; index < key.length; index += 1) value = Math.imul(value ^ key.charCodeAt(index), 0x01000193)
  return value >>> 0
}
