import type { TopicPartitionOffset } from 'kafkajs'

/** How far each partition has been delivered and not yet committed. */
export class Offsets {
  readonly #uncommitted = new Map<string, TopicPartitionOffset>()

  /** Everything up to this offset has been delivered. What is committed is the next one to read. */
  delivered(topic: string, partition: number, lastOffset: string): void {
    const offset = String(BigInt(lastOffset) + 1n)
    this.#uncommitted.set(`${topic} ${partition}`, { topic, partition, offset })
  }

  uncommitted(): TopicPartitionOffset[] {
    return [...this.#uncommitted.values()]
  }

  /** What was delivered while the commit was on its way stays for the next. */
  committed(offsets: readonly TopicPartitionOffset[]): void {
    for (const entry of offsets) {
      const key = `${entry.topic} ${entry.partition}`
      if (this.#uncommitted.get(key) === entry) this.#uncommitted.delete(key)
    }
  }

  /** Partitions have been dealt anew: another member may be further by now, and must not be set back. */
  forget(): void {
    this.#uncommitted.clear()
  }
}
