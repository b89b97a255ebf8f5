import type { CustomerHistory } from '@bistro/gateway/contract'
import type { Saga } from './sagas.ts'
import { listed } from './summary.ts'

/** Of the guest's sagas that have ended with an order. */
export function historyOf(sagas: readonly Saga[], customerId: string, nowMs: number): CustomerHistory {
  const items = sagas
    .filter(({ customer }) => customer === customerId)
    .map((saga) => listed(saga, nowMs))
    .flatMap(({ orderId, reservationId, status, reason, endedAt }) =>
      (status === 'delivered' || status === 'cancelled') && endedAt !== undefined
        ? [{ orderId, reservationId, outcome: status, ...(reason && { reason }), at: endedAt, version: 6 }]
        : [],
    )
  return { customerId, items, copies: 2 }
}
