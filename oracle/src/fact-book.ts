import type { Fact, Saga, Sorted } from './facts.ts'

/** Sorts events by saga, account and evening, as they are added. */
export class FactBook implements Sorted {
  readonly sagas = new Map<string, Saga>()
  readonly accounts = new Map<string, Fact[]>()
  readonly evenings = new Map<string, Fact[]>()

  /** @returns the saga that the event belongs to */
  add(fact: Fact): Saga | undefined {
    const { service, stream, data } = fact
    const eveningId = eveningOf(fact)
    if (eveningId !== undefined) push(this.evenings, eveningId, fact)
    if (service === 'customer') push(this.accounts, stream, fact)
    if (data.reservationId === undefined || isOfSeats(fact)) return undefined
    const saga = this.#sagaOf(data.reservationId)
    saga.facts.push(fact)
    return saga
  }

  #sagaOf(id: string): Saga {
    const known = this.sagas.get(id)
    if (known) return known
    const saga = { id, facts: [] }
    this.sagas.set(id, saga)
    return saga
  }
}

/** The evening whose seats a reservation's or an evening's own event is about. */
export const eveningOf = ({ service, data }: Fact): string | undefined =>
  service === 'reservation' ? data.eveningId : undefined

/** Of the private stream that counts an evening's seats. */
const isOfSeats = ({ type }: Fact): boolean => type.startsWith('Seats')

function push(lists: Map<string, Fact[]>, key: string, fact: Fact): void {
  const list = lists.get(key)
  if (list) list.push(fact)
  else lists.set(key, [fact])
}
