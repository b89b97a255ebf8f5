import { CUSTOMER_HISTORY } from '@bistro/events'
import type { CustomerHistory } from '../contract/index.ts'
import type { ReadBytes } from '../live/event.ts'
import { WholeTopic } from '../live/whole-topic.ts'
import { type HistoryEvent, isOutcome, Outcomes } from './fold.ts'

/** What each customer's orders have come to: in the memory of this process, from the topic that `npm run history` writes. */
export class History extends WholeTopic {
  readonly #outcomes = new Outcomes()

  constructor(read: ReadBytes) {
    super(CUSTOMER_HISTORY, read)
  }

  of = (customerId: string): CustomerHistory => this.#outcomes.of(customerId)

  protected changesWith = isOutcome

  protected apply(event: HistoryEvent): void {
    this.#outcomes.apply(event)
  }
}
