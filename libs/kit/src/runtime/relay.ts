import type { OutboxEntry } from './store.ts'

/**
 * Publishes what was committed. Two relays fulfil this contract: one gets it from memory and from the outbox, the other
 * from the write-ahead log. Copies are possible, loss is not.
 */
export interface Relay {
  /** Publishes what earlier processes left, before the service reads. */
  start(): Promise<void>
  /** This process has committed a transaction with events to publish. */
  committed(entry: OutboxEntry): void
  /** Outbox entries to be deleted with the next transaction. */
  takeAcknowledged(): string[]
  putBackAcknowledged(ids: readonly string[]): void
  readonly hasAcknowledged: boolean
  /** Periodic: publishes what no process holds in memory. */
  sweep(): Promise<void>
  /** Waits until pending events are published, but not for an unavailable broker. */
  stop(): Promise<void>
}
