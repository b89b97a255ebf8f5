import type { Pgoutput } from 'pg-logical-replication'
import type { OutboxEntry } from '../../runtime/store.ts'
import { type EventRecord, toEvent } from '../outbox.ts'

type EventRow = EventRecord & { readonly position: string; readonly published: boolean }

/** Gathers the rows of one transaction after the other. */
export class Transactions {
  readonly #hand: (entry: OutboxEntry, positions: readonly number[]) => void
  #rows: EventRow[] | undefined

  constructor(hand: (entry: OutboxEntry, positions: readonly number[]) => void) {
    this.#hand = hand
  }

  /** Whether a part of a transaction has come. */
  get isOpen(): boolean {
    return this.#rows !== undefined
  }

  take(message: Pgoutput.Message): void {
    if (message.tag === 'begin') this.#rows = []
    else if (message.tag === 'insert') this.#rows?.push(message.new as EventRow)
    else if (message.tag === 'commit') this.#commit(message.commitLsn ?? '0/0')
  }

  #commit(id: string): void {
    const rows = this.#rows ?? []
    this.#rows = undefined
    const events = rows.filter(({ published }) => published).map(toEvent)
    this.#hand(
      { id, events },
      rows.map(({ position }) => Number(position)),
    )
  }
}
