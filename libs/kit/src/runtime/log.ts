import type { RawRecord } from '../model/event.ts'
import type { Health } from './health.ts'

export interface OutgoingRecord {
  readonly key: string
  readonly value: Buffer
  readonly headers: Readonly<Record<string, string>>
}

export interface Subscription {
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
  /** Where it is told that the group, or a part of the log, cannot be had. */
  readonly health: Health
  /** The consumer is dead and will not come back. */
  onCrash(error: Error): void
}

/** The log of records that services share. One adapter speaks to Kafka, another keeps everything in memory. */
export interface Log {
  /** Durable on every in-sync replica when it resolves; throws otherwise, and then nothing is known. */
  send(topic: string, records: readonly OutgoingRecord[]): Promise<void>
  /** Resolves when the group has been joined and partitions are assigned. Reads from the beginning. */
  subscribe(options: SubscriptionOptions): Promise<Subscription>
  close(): Promise<void>
}
