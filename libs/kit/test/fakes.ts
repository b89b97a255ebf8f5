import type { RawRecord } from '../src/model/index.ts'
import type { Log, Meter, OutgoingRecord, SubscriptionOptions } from '../src/runtime/index.ts'

/** A log that a test feeds by hand, and that can fail or crash where the test says so. */
export class FakeLog implements Log {
  readonly sent: OutgoingRecord[] = []
  /** Called before each send; throw to fail it. */
  beforeSend: () => void = () => {}
  /** Called after the records are in the log; throw to lose the acknowledgement. */
  afterSend: () => void = () => {}
  #subscriber: SubscriptionOptions | undefined

  async send(_topic: string, records: readonly OutgoingRecord[]): Promise<void> {
    this.beforeSend()
    this.sent.push(...records)
    this.afterSend()
  }

  async subscribe(options: SubscriptionOptions): Promise<{ close(): Promise<void> }> {
    this.#subscriber = options
    return { close: async () => {} }
  }

  deliver(...records: RawRecord[]): Promise<void> {
    return this.#subscriber?.onBatch(records) ?? Promise.resolve()
  }

  flush(): Promise<void> {
    return this.#subscriber?.flush() ?? Promise.resolve()
  }

  async close(): Promise<void> {}
}

export class CountingMeter implements Meter {
  commits = 0
  committed(): void {
    this.commits += 1
  }
  batch(): void {}
  relayed(): void {}
  parked(): void {}
  called(): void {}
  failing(): void {}
}
