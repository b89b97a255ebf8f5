import type { Membership } from './log.ts'
import type { Backlog } from './store.ts'

/** headers: it lacks some that every event has · source, type: it claims to be another service's than its topic's owner. */
export type Disbelief = 'headers' | 'source' | 'type'

/** Inputs that wait aside in this process: on no list of the database's. */
export interface Aside {
  readonly streams: number
  readonly oldestMs: number
}

/** How it stands with what waits. */
export interface Standing extends Backlog {
  readonly aside: Aside
  readonly membership: Membership
  /** Rows of views that are counted, by the name of their gauge. */
  readonly rows: ReadonlyMap<string, number>
}

/** What a runtime counts; the process turns it into `/metrics`. */
export interface Meter {
  /** A transaction that wrote: `bistro_commits_total`. */
  committed(): void
  /** A batch of so many inputs was stored in so many seconds. */
  batch(inputs: number, seconds: number): void
  /** Events acknowledged by the broker. */
  relayed(events: number): void
  parked(reason: string): void
  /** A record of this topic that cannot be its owner's. */
  disbelieved(topic: string, why: Disbelief): void
  /** Of a topic something is read again or cannot be read any more: why. */
  reread(topic: string, why: string): void
  /** An effect's call: answered, or failed and to be repeated. */
  called(effect: string, result: 'answered' | 'failed'): void
  /** Schemas of which the registry says otherwise than this program. */
  registryDiffers(schemas: number): void
  stands(standing: Standing): void
}

export const SILENT_METER: Meter = {
  committed() {},
  batch() {},
  relayed() {},
  parked() {},
  disbelieved() {},
  reread() {},
  called() {},
  registryDiffers() {},
  stands() {},
}
