import type { Membership } from './log.ts'
import type { Backlog } from './store.ts'

/** headers: required ones are missing or invalid · source, type: they are not of the topic's owner. */
export type Disbelief = 'headers' | 'source' | 'type'

/** Inputs that wait aside in this process's memory. */
export interface Aside {
  readonly streams: number
  readonly oldestMs: number
}

/** Everything that waits now, for gauges. */
export interface Standing extends Backlog {
  readonly aside: Aside
  readonly membership: Membership
  /** Row counts of views, by the name of their gauge. */
  readonly rows: ReadonlyMap<string, number>
}

/** What a runtime counts, for `/metrics`. */
export interface Meter {
  /** A transaction that wrote: `bistro_commits_total`. */
  committed(): void
  /** A batch was stored. */
  batch(inputs: number, seconds: number): void
  /** Events acknowledged by the broker. */
  relayed(events: number): void
  /** The relay's replication slot could not be read any more, and was replaced. */
  slotLost(): void
  /** Bytes of write-ahead log that the server keeps for the slot. */
  walKept(bytes: number): void
  parked(reason: string): void
  /** A record of this topic with headers that are not its owner's. */
  disbelieved(topic: string, why: Disbelief): void
  /** A topic is reread, or part of it is lost: why. */
  reread(topic: string, why: string): void
  /** An effect's call was answered, or failed. */
  called(effect: string, result: 'answered' | 'failed'): void
  /** Number of schemas that differ between the registry and this program. */
  registryDiffers(schemas: number): void
  stands(standing: Standing): void
}

export const SILENT_METER: Meter = {
  committed() {},
  batch() {},
  relayed() {},
  slotLost() {},
  walKept() {},
  parked() {},
  disbelieved() {},
  reread() {},
  called() {},
  registryDiffers() {},
  stands() {},
}
