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

/** A position, and the one that its reader has found stored; undefined if there was none. */
export interface Step extends Position {
  readonly before: string | undefined
}

/** Positions stored in the service's own database, as anybody can move the group's offsets. */
export interface Progress {
  load(): Promise<readonly Position[]>
  /**
   * Leaves alone what is not `before` any more: another process reads that partition, and this one was paused meanwhile.
   * @returns how many were stored
   */
  save(steps: readonly Step[]): Promise<number>
}

/** A partition is not read from its group's offset. */
export interface Displaced {
  readonly topic: string
  readonly partition: number
  readonly from: bigint
  readonly why: Displacement
  readonly reason: string
}

/** Whether this process is a member of its consumer group, and its number of partitions. */
export interface Membership {
  readonly isMember: boolean
  readonly partitions: number
}

export interface Subscription {
  readonly membership: Membership
  /**
   * Delivers all current records of a topic to `onBatch` again, oldest first, beside normal reading. Resolves when all
   * are taken. @throws LogError, or if the subscription is closed
   */
  reread(topic: string): Promise<void>
  /** Stops fetching, waits for the batches in progress, commits offsets, leaves the group. */
  close(): Promise<void>
}

export interface SubscriptionOptions {
  readonly group: string
  readonly topics: readonly string[]
  /** One partition's records, in order. Its offsets count as done when the promise resolves and `flush` has run. */
  onBatch(records: readonly RawRecord[]): Promise<void>
  /** Called before offsets are committed: stores what `onBatch` left deferred. */
  flush(): Promise<void>
  /** Loaded on each assignment, saved before offsets are committed. Without it, all is read and nothing committed. */
  readonly progress?: Progress
  onDisplaced(displaced: Displaced): void
  /** Where an unavailable group or part of the log is reported. */
  readonly health: Health
  /** The consumer has ended for good. */
  onCrash(error: Error): void
}

export interface FollowOptions {
  readonly topics: readonly string[]
  /** Of each partition that exists when it begins; partitions added later are read from their beginning. */
  readonly from: 'beginning' | 'end'
  /** One partition's records, in order, each at least once. The log is read on when the promise resolves. */
  onBatch(records: readonly RawRecord[]): void | Promise<void>
  /** Where an unavailable log is reported; the process goes on with what it knows. */
  readonly health: Health
}

export interface Following {
  close(): Promise<void>
}

/** Reading by broadcast: each process reads every partition, shares with no other, and stores no position. */
export interface Broadcast {
  /** Resolves when no later record can be missed. */
  follow(options: FollowOptions): Promise<Following>
}

/** A partition and the offsets of its oldest record and of the next one to be written. */
export interface Bounds {
  readonly topic: string
  readonly partition: number
  readonly begin: bigint
  readonly end: bigint
}

/** Names a partition among those of all topics. */
export const partitionKey = ({ topic, partition }: Pick<Position, 'topic' | 'partition'>): string =>
  `${topic} ${partition}`

/** How far a group has read a partition; without a position it begins at the oldest record. */
export interface PartitionReader {
  readonly group: string
  readonly topic: string
  readonly partition: number
  readonly position?: bigint
}

/** Looks at topics and groups, and reads nothing. Each question throws a LogError while the log is unavailable. */
export interface Survey {
  partitions(topics: readonly string[]): Promise<readonly Bounds[]>
  readers(group: string, topics: readonly string[]): Promise<readonly PartitionReader[]>
  /** Which member of a group reads a partition now, by `<group> <partitionKey>`. */
  members(groups: readonly string[]): Promise<ReadonlyMap<string, string>>
  close(): Promise<void>
}

/** The log that services share: an adapter for Kafka, another in memory. */
export interface Log {
  /** Durable on every in-sync replica when it resolves. If it throws, the records may be stored or not. */
  send(topic: string, records: readonly OutgoingRecord[]): Promise<void>
  /** Resolves when the group is joined and partitions are assigned. Reads from `progress`, or from the beginning. */
  subscribe(options: SubscriptionOptions): Promise<Subscription>
  /** The bounds of each partition of the topics now. */
  bounds(topics: readonly string[]): Promise<readonly Bounds[]>
  close(): Promise<void>
}
