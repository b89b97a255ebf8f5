import { setTimeout as delay } from 'node:timers/promises'
import type { Batch, Kafka, TopicPartitionOffset } from 'kafkajs'
import { type Position, partitionKey, type SubscriptionOptions } from '../runtime/log.ts'
import { Positions } from '../runtime/positions.ts'
import { type Dealt, type Placed, placesOf } from './places.ts'

export type { Dealt }

const PLACE = 'the read position'
const PASSED_OVER = 'part of the log'
const RETRY_MS = 500

type Reader = Pick<SubscriptionOptions, 'group' | 'progress' | 'health' | 'onDisplaced'>
type Fetched = Pick<Batch, 'topic' | 'partition' | 'firstOffset' | 'lastOffset'>

/**
 * Makes the driver read partitions from the service's stored positions. The driver begins at the group's offset;
 * batches that it fetches before the stored position is known are not taken.
 */
export class Placement {
  readonly #client: Kafka
  readonly #reader: Reader
  readonly #positions: Positions
  readonly #seek: (position: TopicPartitionOffset) => void
  /** Of the current assignment: true once positions are known, false if the assignment ends before. */
  #known = Promise.withResolvers<boolean>()
  /** Where the driver began, for partitions moved to another position. */
  readonly #left = new Map<string, bigint>()
  readonly #next = new Map<string, bigint>()
  /** Offsets to which somebody had moved the group past stored positions. */
  readonly #passedOver = new Map<string, bigint>()

  constructor(client: Kafka, reader: Reader, seek: (position: TopicPartitionOffset) => void) {
    this.#client = client
    this.#reader = reader
    this.#positions = new Positions(reader.progress)
    this.#seek = seek
  }

  begin(dealt: Dealt): void {
    this.forget()
    this.#known = Promise.withResolvers()
    void this.#find(dealt, this.#known)
  }

  forget(): void {
    this.#known.resolve(false)
    for (const map of [this.#left, this.#next, this.#passedOver]) map.clear()
    this.#reader.health.recovered(PLACE)
    this.#reader.health.recovered(PASSED_OVER)
  }

  /** Whether the batch comes from the position at which its partition is to be read. */
  async expects(batch: Fetched): Promise<boolean> {
    if (!(await this.#known.promise)) return false
    const key = partitionKey(batch)
    const first = BigInt(batch.firstOffset() ?? 0)
    const left = this.#left.get(key)
    // At most one batch was fetched before the seek.
    if (this.#left.delete(key) && left !== undefined && first >= left) return false
    const next = this.#next.get(key)
    if (next !== undefined && first > next) void this.#lookForLoss(batch, next)
    return true
  }

  passed(batch: Fetched): void {
    const key = partitionKey(batch)
    const next = BigInt(batch.lastOffset()) + 1n
    this.#next.set(key, next)
    if (next < (this.#passedOver.get(key) ?? next)) return
    if (this.#passedOver.delete(key) && this.#passedOver.size === 0) this.#reader.health.recovered(PASSED_OVER)
  }

  /** Stores how far was read; `confirmed` is to follow once the group has that too. */
  save(positions: readonly Position[]): Promise<void> {
    return this.#positions.save(positions)
  }

  confirmed(): void {
    this.#positions.confirmed()
  }

  async #find(dealt: Dealt, known: PromiseWithResolvers<boolean>): Promise<void> {
    const { group, progress, health } = this.#reader
    while (known === this.#known) {
      try {
        const stored = (await progress?.load()) ?? []
        const places = await placesOf(this.#client, group, dealt, stored)
        if (known !== this.#known) return
        this.#positions.found(stored)
        this.#lead(places)
        health.recovered(PLACE)
        return known.resolve(true)
      } catch (error) {
        if (known === this.#known) health.failed(PLACE, (error as Error).message)
        await delay(RETRY_MS)
      }
    }
  }

  #lead(places: readonly Placed[]): void {
    for (const place of places) {
      const { topic, partition, from, begins } = place
      const key = partitionKey(place)
      this.#next.set(key, from)
      this.#tell(place)
      if (from === begins) continue
      this.#left.set(key, begins)
      this.#seek({ topic, partition, offset: String(from) })
      if (from < begins) this.#passOver(place)
    }
  }

  #passOver(place: Placed): void {
    const { topic, partition, begins, reason } = place
    this.#passedOver.set(partitionKey(place), begins)
    this.#reader.health.failed(PASSED_OVER, `${topic}, partition ${partition}: ${reason}`, 'others')
  }

  #tell({ topic, partition, from, why, reason }: Placed): void {
    if (why && reason) this.#reader.onDisplaced({ topic, partition, from, why, reason })
  }

  /** The log may have deleted records before this offset meanwhile. */
  async #lookForLoss({ topic, partition }: Fetched, next: bigint): Promise<void> {
    const expected = [{ topic, partition, offset: String(next) }]
    const places = await placesOf(this.#client, this.#reader.group, { [topic]: [partition] }, expected).catch(() => [])
    for (const place of places) if (place.why === 'lost') this.#tell(place)
  }
}
