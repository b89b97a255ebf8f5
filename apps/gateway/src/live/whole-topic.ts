import type { RawRecord } from '@bistro/kit'
import type { Broadcast, Following, Health } from '@bistro/kit/runtime'
import type { ReadBytes } from './event.ts'
import { type Seen, seenIn } from './seen.ts'

/** A view in the memory of this process, folded from every record of a topic. What it folds must bear copies and disorder: no gate stands before it. */
export abstract class WholeTopic {
  readonly #topic: string
  readonly #read: ReadBytes
  #following: Following | undefined

  constructor(topic: string, read: ReadBytes) {
    this.#topic = topic
    this.#read = read
  }

  /** Kafka's driver reads what is committed, unless it is told otherwise. */
  async start(log: Broadcast, health: Health): Promise<void> {
    const onBatch = (records: readonly RawRecord[]): void => this.take(records)
    this.#following = await log.follow({ topics: [this.#topic], from: 'beginning', health, onBatch })
  }

  async stop(): Promise<void> {
    await this.#following?.close()
  }

  /** One partition's records. */
  take(records: readonly RawRecord[]): void {
    for (const record of records) {
      const seen = seenIn(record, 0)
      if (!seen || !this.changesWith(seen.type)) continue
      const data = this.#read(record.headers.ce_type ?? '', record.value)?.data
      if (data) this.apply({ ...seen, data })
    }
  }

  /** Events of other types are not decoded. */
  protected abstract changesWith(type: string): boolean

  protected abstract apply(event: Seen & { readonly data: object }): void
}
