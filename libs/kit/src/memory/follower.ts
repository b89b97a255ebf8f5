import { type Clock, turn } from '../runtime/clock.ts'
import type { Following, FollowOptions } from '../runtime/log.ts'
import type { Partition } from './partition.ts'

/** Delivers every record of some topics, never in the sender's own turn. */
export class Follower implements Following {
  readonly #options: FollowOptions
  readonly #clock: Clock
  readonly #partitionsOf: (topic: string) => readonly Partition[]
  readonly #next = new Map<Partition, number>()
  #isAwake = false
  #isClosed = false

  constructor(options: FollowOptions, clock: Clock, partitionsOf: (topic: string) => readonly Partition[]) {
    this.#options = options
    this.#clock = clock
    this.#partitionsOf = partitionsOf
    if (options.from === 'end') for (const partition of this.#partitions()) this.#next.set(partition, partition.end)
    this.wake()
  }

  wake(): void {
    if (this.#isAwake || this.#isClosed) return
    this.#isAwake = true
    void turn(this.#clock).then(() => this.#deliver())
  }

  async close(): Promise<void> {
    this.#isClosed = true
  }

  #deliver(): void {
    this.#isAwake = false
    for (const partition of this.#partitions()) {
      const records = partition.records.slice(this.#next.get(partition) ?? 0)
      if (records.length === 0 || this.#isClosed) continue
      this.#next.set(partition, partition.end)
      void this.#options.onBatch(records)
    }
  }

  #partitions(): readonly Partition[] {
    return this.#options.topics.flatMap((topic) => this.#partitionsOf(topic))
  }
}
