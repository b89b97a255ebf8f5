import type { Fact, FactData, Saga } from '../facts.ts'
import type { StoredEvent } from './stored.ts'

/** Sorts what is stored by saga, account and evening. */
export class FactBook {
  readonly sagas = new Map<string, Saga>()
  readonly accounts = new Map<string, Fact[]>()
  readonly seats = new Map<string, Fact[]>()

  add({ service, aggregate, stream, version, type, time }: StoredEvent, data: FactData): void {
    const fact: Fact = { service, stream, version, type, timeMs: time.getTime(), data: slim(data) }
    if (aggregate === 'seats') return push(this.seats, data.eveningId ?? stream, fact)
    if (service === 'customer') push(this.accounts, stream, fact)
    if (data.reservationId === undefined) return
    const saga = this.sagas.get(data.reservationId) ?? { id: data.reservationId, facts: [] }
    this.sagas.set(saga.id, saga)
    saga.facts.push(fact)
  }
}

function push(lists: Map<string, Fact[]>, key: string, fact: Fact): void {
  const list = lists.get(key)
  if (list) list.push(fact)
  else lists.set(key, [fact])
}

/** Kept of an event's data: neither guests nor menus nor tokens. */
const KEPT: readonly (keyof FactData)[] = [
  'customerId',
  'eveningId',
  'orderId',
  'reservationId',
  'paymentId',
  'shipmentId',
  'attempt',
  'seats',
  'wasConfirmed',
  'holdExpiresAt',
  'reason',
  'amount',
  'deposit',
  'balance',
  'creditLimit',
]

const slim = (data: FactData): FactData =>
  Object.fromEntries(KEPT.flatMap((key) => (key in data ? [[key, data[key]]] : [])))
