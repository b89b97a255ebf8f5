import type { Clock } from '../runtime/clock.ts'
import { sleep, type Timer, turn } from '../runtime/clock.ts'
import { type Position, partitionKey, type Subscription, type SubscriptionOptions } from '../runtime/log.ts'
import { placeOf } from '../runtime/place.ts'
import { Positions } from '../runtime/positions.ts'
import type { Partition } from './partition.ts'

const MAX_BATCH_RECORDS = 500
const COMMIT_INTERVAL_MS = 1_000
const RETRY_MS = 100

/** What the members of a group share. */
export interface Membership {
  readonly clock: Clock
  /** The group's offsets: the next record to read. */
  readonly committed: Map<Partition, number>
  partitionsOf(topic: string): readonly Partition[]
  leave(member: Member): void
}

/** Delivers its partitions concurrently, each in order, and never in the sender's own turn. */
export class Member implements Subscription {
  readonly #options: SubscriptionOptions
  readonly #group: Membership
  readonly #positions: Positions
  readonly #timer: Timer
  /** Positions in the current assignment: a batch of an earlier assignment moves none of them. */
  #delivered = new Map<Partition, number>()
  #assigned: readonly Partition[] = []
  #assignments = 0
  readonly #inWork = new Map<Partition, Promise<void>>()
  #closing = false

  constructor(options: SubscriptionOptions, group: Membership) {
    this.#options = options
    this.#group = group
    this.#positions = new Positions(options.progress)
    this.#timer = group.clock.every(COMMIT_INTERVAL_MS, () => void this.#commit().catch(() => undefined))
  }

  /** Replaces the assignment. */
  async assign(partitions: readonly Partition[]): Promise<void> {
    this.#assignments += 1
    const assignment = this.#assignments
    this.#assigned = []
    const stored = await this.#stored()
    if (assignment !== this.#assignments) return
    this.#delivered = this.#places(partitions, stored)
    this.#positions.found(stored)
    this.#assigned = partitions
    this.wake()
  }

  /** Retries until the store is available: nothing is read before. */
  async #stored(): Promise<readonly Position[]> {
    for (;;)
      try {
        return (await this.#options.progress?.load()) ?? []
      } catch {
        await sleep(this.#group.clock, RETRY_MS)
      }
  }

  wake(): void {
    for (const partition of this.#assigned) {
      if (this.#closing || this.#inWork.has(partition) || this.#position(partition) >= partition.end) continue
      this.#inWork.set(partition, this.#deliver(partition, this.#delivered))
    }
  }

  get membership(): Subscription['membership'] {
    return { isMember: !this.#closing, partitions: this.#assigned.length }
  }

  async reread(topic: string): Promise<void> {
    const ends = this.#group.partitionsOf(topic).map((partition) => [partition, partition.end] as const)
    for (const [{ records }, end] of ends)
      for (let offset = 0; offset < end; offset += MAX_BATCH_RECORDS) {
        if (this.#closing) throw new Error(`rereading ${topic} was stopped`)
        await this.#options.onBatch(records.slice(offset, Math.min(end, offset + MAX_BATCH_RECORDS)))
      }
  }

  /** Stops delivering. */
  end(): void {
    this.#closing = true
    this.#timer.cancel()
  }

  async close(): Promise<void> {
    this.end()
    await Promise.all(this.#inWork.values())
    // What cannot be stored now is redelivered to the next member.
    await this.#commit().catch(() => undefined)
    this.#group.leave(this)
  }

  /** Start positions, by the positions in the service's own store. */
  #places(partitions: readonly Partition[], positions: readonly Position[]): Map<Partition, number> {
    const stored = new Map(positions.map((at) => [partitionKey(at), BigInt(at.offset)]))
    const places = new Map<Partition, number>()
    for (const partition of partitions) {
      const { topic, number, end } = partition
      const committed = this.#group.committed.get(partition)
      const { from, why, reason } = placeOf({
        stored: stored.get(partitionKey({ topic, partition: number })),
        committed: committed === undefined ? undefined : BigInt(committed),
        low: 0n,
        high: BigInt(end),
      })
      if (from > 0n) places.set(partition, Number(from))
      if (why && reason) this.#options.onDisplaced({ topic, partition: number, from, why, reason })
    }
    return places
  }

  async #deliver(partition: Partition, delivered: Map<Partition, number>): Promise<void> {
    await turn(this.#group.clock)
    const from = delivered.get(partition) ?? 0
    const records = partition.records.slice(from, from + MAX_BATCH_RECORDS)
    try {
      await this.#options.onBatch(records)
      delivered.set(partition, from + records.length)
    } catch {
      await sleep(this.#group.clock, RETRY_MS)
    }
    this.#inWork.delete(partition)
    this.wake()
  }

  async #commit(): Promise<void> {
    const { committed } = this.#group
    if (!this.#options.progress) return
    const assigned = this.#delivered
    const delivered = [...assigned].filter(([partition, offset]) => committed.get(partition) !== offset)
    if (delivered.length === 0) return
    await this.#options.flush()
    await this.#positions.save(
      delivered.map(([{ topic, number }, offset]) => ({ topic, partition: number, offset: String(offset) })),
    )
    if (assigned !== this.#delivered) return
    for (const [partition, offset] of delivered) committed.set(partition, offset)
    this.#positions.confirmed()
  }

  #position(partition: Partition): number {
    return this.#delivered.get(partition) ?? 0
  }
}
