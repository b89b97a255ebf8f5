import type { TopicPartitionOffset } from 'kafkajs'

/** Offsets delivered and not yet committed, by partition. */
export class Offsets {
  readonly #uncommitted = new Map<string, TopicPartitionOffset>()

  /** Everything up to `lastOffset` is delivered; Kafka commits the next offset to read. */
  delivered(topic: string, partition: number, lastOffset: string): void {
    const offset = String(BigInt(lastOffset) + 1n)
    this.#uncommitted.set(`${topic} ${partition}`, { topic, partition, offset })
  }

  uncommitted(): TopicPartitionOffset[] {
    return [...this.#uncommitted.values()]
  }

  /** Keeps offsets that were delivered during the commit. */
  committed(offsets: readonly TopicPartitionOffset[]): void {
    for (const entry of offsets) {
      const key = `${entry.topic} ${entry.partition}`
      if (this.#uncommitted.get(key) === entry) this.#uncommitted.delete(key)
    }
  }

  /** After a rebalance another member may be further along, and must not be set back. */
  forget(): void {
    this.#uncommitted.clear()
  }
}
