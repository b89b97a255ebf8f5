import type { RawRecord } from '../model/event.ts'
import type { Health } from './health.ts'
import type { Displacement } from './place.ts'

export interface OutgoingRecord {
  readonly key: string
  readonly value: Buffer
  readonly headers: Readonly<Record<string, string>>
}

/** The next record of a partition to be read. */
export interface Position {
  readonly topic: string
  readonly partition: number
  readonly offset: string
}

/** How far a reader is, kept beside what it has made of it: others can move what its group remembers. */
export interface Progress {
  load(): Promise<readonly Position[]>
  save(positions: readonly Position[]): Promise<void>
}

/** A partition is not read from where the group says. */
export interface Displaced {
  readonly topic: string
  readonly partition: number
  readonly from: bigint
  readonly why: Displacement
  readonly reason: string
}

/** Whether this process belongs to its consumer group, and of how many partitions it was dealt the reading. */
export interface Membership {
  readonly isMember: boolean
  readonly partitions: number
}

export interface Subscription {
  readonly membership: Membership
  /**
   * Hands all that is on a topic now to `onBatch` once more, from the oldest on, beside what is read anyway. Resolves when all
   * has been taken. @throws LogError, or when the subscription is closed
   */
  reread(topic: string): Promise<void>
  /** Stops fetching, waits for the batches in work, commits offsets, leaves the group. */
  close(): Promise<void>
}

export interface SubscriptionOptions {
  readonly group: string
  readonly topics: readonly string[]
  /** One partition's records, in order. Its offsets count as done when the promise resolves and `flush` has run. */
  onBatch(records: readonly RawRecord[]): Promise<void>
  /** Called before offsets are committed, every second or, while records keep coming, every five: whatever `onBatch` left undone is stored now. */
  flush(): Promise<void>
  /** Loaded whenever partitions are dealt, saved before offsets are committed. */
  readonly progress: Progress
  onDisplaced(displaced: Displaced): void
  /** Where it is told that the group, or a part of the log, cannot be had. */
  readonly health: Health
  /** The consumer is dead and will not come back. */
  onCrash(error: Error): void
}

/** The log of records that services share. One adapter speaks to Kafka, another keeps everything in memory. */
export interface Log {
  /** Durable on every in-sync replica when it resolves; throws otherwise, and then nothing is known. */
  send(topic: string, records: readonly OutgoingRecord[]): Promise<void>
  /** Resolves when the group has been joined and partitions are assigned. Reads on from where `progress` says, or from the beginning. */
  subscribe(options: SubscriptionOptions): Promise<Subscription>
  close(): Promise<void>
}
