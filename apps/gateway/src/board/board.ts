import { topics } from '@bistro/events'
import type { RawRecord } from '@bistro/kit'
import type { Board as Answer } from '../contract/index.ts'
import type { ReadBytes } from '../live/event.ts'
import { WholeTopic } from '../live/whole-topic.ts'
import { type BoardEvent, isOnBoard, Seats } from './fold.ts'

/** The evening board: in the memory of this process, from the whole topic. */
export class Board extends WholeTopic {
  readonly #seats = new Seats()
  readonly #readTo = new Map<string, string>()

  constructor(read: ReadBytes) {
    super(topics.reservation, read)
  }

  override take(records: readonly RawRecord[]): void {
    super.take(records)
    const last = records.at(-1)
    if (last) this.#readTo.set(`${last.topic}/${last.partition}`, last.offset)
  }

  answer(replica: string): Answer {
    return { replica, readTo: Object.fromEntries(this.#readTo), items: [...this.#seats.items] }
  }

  protected changesWith = isOnBoard

  protected apply(event: BoardEvent): void {
    this.#seats.apply(event)
  }
}
