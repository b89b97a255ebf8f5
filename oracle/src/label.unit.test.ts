import { expect, it } from 'vitest'
import type { Fact } from './facts.ts'
import { labelOf } from './label.ts'

const saga = (...types: readonly string[]) => ({
  id: 'r1',
  facts: types.map((type, index): Fact => {
    const data = type === 'OrderCancelled' ? { reason: 'cannot_ship' } : {}
    return { service: 'order', stream: 'o1', version: index + 1, type, timeMs: 0, data }
  }),
})

it.each([
  ['never ended', ['OrderRequested']],
  ['evening full', ['ReservationRejected']],
  ['delivered', ['OrderDelivered']],
  ['delivered (cancellation rejected, a parcel lost)', ['OrderCancellationRejected', 'ShipmentLost', 'OrderDelivered']],
  ['cannot_ship (both parcels lost, refunded)', ['ShipmentLost', 'ShipmentLost', 'OrderCancelled', 'PaymentRefunded']],
  ['cannot_ship (refund on the operator’s list)', ['OrderCancelled', 'PaymentRefundFailed']],
  ['cannot_ship (refund settled by hand)', ['OrderCancelled', 'PaymentRefundFailed', 'PaymentRefundSettled']],
])('%s', (label, types) => expect(labelOf(saga(...types))).toBe(label))
