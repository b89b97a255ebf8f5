/** What a runtime counts; the process turns it into `/metrics`. */
export interface Meter {
  /** A transaction that wrote: `bistro_commits_total`. */
  committed(): void
  /** A batch of so many inputs was stored in so many seconds. */
  batch(inputs: number, seconds: number): void
  /** Events acknowledged by the broker. */
  relayed(events: number): void
  parked(reason: string): void
  /** Of a topic something is read again or cannot be read any more: why. */
  reread(topic: string, why: string): void
  /** An effect's call: answered, or failed and to be repeated. */
  called(effect: string, result: 'answered' | 'failed'): void
  /** Timers and effects whose last attempt failed: how many, and how long the oldest has waited. */
  failing(count: number, seconds: number): void
  /** Schemas of which the registry says otherwise than this program. */
  registryDiffers(schemas: number): void
}

export const SILENT_METER: Meter = {
  committed() {},
  batch() {},
  relayed() {},
  parked() {},
  reread() {},
  called() {},
  failing() {},
  registryDiffers() {},
}
