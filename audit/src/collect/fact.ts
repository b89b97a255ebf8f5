import type { Fact, FactData } from '@bistro/oracle'
import type { StoredEvent } from './stored.ts'

/** A stored event with the data that the invariants need: without names, addresses, menus and tokens. */
export const toFact = ({ service, stream, version, type, time }: StoredEvent, data: FactData): Fact => ({
  ...{ service, stream, version, type, timeMs: time.getTime() },
  data: Object.fromEntries(KEPT.flatMap((key) => (key in data ? [[key, data[key]]] : []))),
})

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
  'reference',
  'amount',
  'deposit',
  'balance',
  'creditLimit',
]
