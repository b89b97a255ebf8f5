import { topics } from '@bistro/events'
import type { RawRecord } from '@bistro/kit'
import type { Broadcast, Following, Health } from '@bistro/kit/runtime'
import type { Board as Answer } from '../contract/index.ts'
import type { ReadBytes } from '../live/event.ts'
import { seenIn } from '../live/seen.ts'
import { isOnBoard, Seats } from './fold.ts'

/** The evening board: in the memory of this process, from the whole topic. */
export class Board {
  readonly #seats = new Seats()
  readonly #readTo = new Map<string, string>()
  readonly #read: ReadBytes
  #following: Following | undefined

  constructor(read: ReadBytes) {
    this.#read = read
  }

  async start(log: Broadcast, health: Health): Promise<void> {
    const onBatch = (records: readonly RawRecord[]): void => this.take(records)
    this.#following = await log.follow({ topics: [topics.reservation], from: 'beginning', health, onBatch })
  }

  async stop(): Promise<void> {
    await this.#following?.close()
  }

  take(records: readonly RawRecord[]): void {
    for (const record of records) {
      const seen = seenIn(record, 0)
      if (!seen || !isOnBoard(seen.type)) continue
      const data = this.#read(record.headers.ce_type ?? '', record.value)?.data
      if (data) this.#seats.apply({ ...seen, data })
    }
    const last = records.at(-1)
    if (last) this.#readTo.set(`${last.topic}/${last.partition}`, last.offset)
  }

  answer(replica: string): Answer {
    return { replica, readTo: Object.fromEntries(this.#readTo), items: [...this.#seats.items] }
  }
}
