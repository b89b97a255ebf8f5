import type { TopicPartitionOffset } from 'kafkajs'
import { partitionKey } from '../runtime/log.ts'

/** Offsets delivered and not yet committed, by partition. */
export class Offsets {
  readonly #uncommitted = new Map<string, TopicPartitionOffset>()

  /** Everything up to `lastOffset` is delivered; Kafka commits the next offset to read. */
  delivered(topic: string, partition: number, lastOffset: string): void {
    const offset = String(BigInt(lastOffset) + 1n)
    this.#uncommitted.set(partitionKey({ topic, partition }), { topic, partition, offset })
  }

  uncommitted(): TopicPartitionOffset[] {
    return [...this.#uncommitted.values()]
  }

  /** Keeps offsets that were delivered during the commit. */
  committed(offsets: readonly TopicPartitionOffset[]): void {
    for (const entry of offsets) {
      const key = partitionKey(entry)
      if (this.#uncommitted.get(key) === entry) this.#uncommitted.delete(key)
    }
  }

  /** After a rebalance another member may be further along, and must not be set back. */
  forget(): void {
    this.#uncommitted.clear()
  }
}
