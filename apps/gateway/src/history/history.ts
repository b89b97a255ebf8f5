import { CUSTOMER_HISTORY } from '@bistro/events'
import type { RawRecord } from '@bistro/kit'
import type { Broadcast, Following, Health } from '@bistro/kit/runtime'
import type { CustomerHistory } from '../contract/index.ts'
import type { ReadBytes } from '../live/event.ts'
import { seenIn } from '../live/seen.ts'
import { Outcomes } from './fold.ts'

/** What each customer's orders have come to: in the memory of this process, from the topic that `npm run history` writes. */
export class History {
  readonly #outcomes = new Outcomes()
  readonly #read: ReadBytes
  #following: Following | undefined

  constructor(read: ReadBytes) {
    this.#read = read
  }

  /** Kafka's driver reads what is committed, unless it is told otherwise. */
  async start(log: Broadcast, health: Health): Promise<void> {
    const onBatch = (records: readonly RawRecord[]): void => this.take(records)
    this.#following = await log.follow({ topics: [CUSTOMER_HISTORY], from: 'beginning', health, onBatch })
  }

  async stop(): Promise<void> {
    await this.#following?.close()
  }

  take(records: readonly RawRecord[]): void {
    for (const record of records) {
      const seen = seenIn(record, 0)
      const data = seen && this.#read(record.headers.ce_type ?? '', record.value)?.data
      if (data) this.#outcomes.apply({ ...seen, data })
    }
  }

  of = (customerId: string): CustomerHistory => this.#outcomes.of(customerId)
}
