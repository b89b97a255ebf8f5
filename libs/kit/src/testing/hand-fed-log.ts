import type { RawRecord } from '../model/index.ts'
import type { Log, OutgoingRecord, Subscription, SubscriptionOptions } from '../runtime/index.ts'

const PATIENCE_MS = 2_000

/** A log that delivers only what a test passes in, and records all that is sent. */
export class HandFedLog implements Log {
  readonly sent: OutgoingRecord[] = []
  #subscriber: SubscriptionOptions | undefined
  #told = Promise.withResolvers<void>()

  async send(_topic: string, records: readonly OutgoingRecord[]): Promise<void> {
    this.sent.push(...records)
    this.#told.resolve()
    this.#told = Promise.withResolvers()
  }

  async subscribe(options: SubscriptionOptions): Promise<Subscription> {
    this.#subscriber = options
    return { membership: { isMember: true, partitions: 1 }, close: async () => {}, reread: async () => {} }
  }

  async deliver(record: Pick<RawRecord, 'topic' | 'headers' | 'value'>): Promise<void> {
    await this.#subscriber?.onBatch([{ partition: 0, offset: '0', ...record }])
  }

  /** Resolves when the condition holds; checks after each send. @throws after `PATIENCE_MS` */
  async until(holds: () => boolean): Promise<void> {
    const timeout = Promise.withResolvers<never>()
    const alarm = setTimeout(() => timeout.reject(new Error(`condition not met within ${PATIENCE_MS} ms`)), PATIENCE_MS)
    try {
      while (!holds()) await Promise.race([this.#told.promise, timeout.promise])
    } finally {
      clearTimeout(alarm)
    }
  }

  async bounds(): Promise<[]> {
    return []
  }

  async close(): Promise<void> {}
}
