import type { EventOf, Money } from '@bistro/events'
import type { View } from '@bistro/kit'

/** A deposit that the provider refuses to give back. */
export type RefundFailure = {
  /** The key: a UUID v7, so that lists sort newest first; the order's id is a UUID v5. */
  readonly reservationId: string
  readonly orderId: string
  readonly paymentId: string
  readonly amount: Money
  readonly reason: string
}

/** The operator's list. */
export const refundFailures: View<
  RefundFailure,
  EventOf<'PaymentRefundFailed' | 'RefundRequested' | 'PaymentRefunded' | 'PaymentRefundSettled'>
> = {
  name: 'refund_failures',
  source: 'own',
  key: 'reservationId',
  gauge: { name: 'bistro_refunds_failed', help: 'Refunds that the provider refuses now' },
  on: {
    PaymentRefundFailed: {
      key: (event) => event.reservationId,
      row: (_, { reservationId, orderId, paymentId, amount, reason }) => ({
        reservationId,
        orderId,
        paymentId,
        amount,
        reason,
      }),
    },
    RefundRequested: { key: (event) => event.reservationId, row: () => null },
    PaymentRefunded: { key: (event) => event.reservationId, row: () => null },
    PaymentRefundSettled: { key: (event) => event.reservationId, row: () => null },
  },
}
