import { expect, test } from 'vitest'
import { refundFailures } from './refund-failures.ts'

const payment = {
  orderId: 'o-1',
  reservationId: 'r-1',
  paymentId: 'p-1',
  amount: { amount: 8_700, currency: 'EUR' },
}
const { PaymentRefundFailed, RefundRequested, PaymentRefunded, PaymentRefundSettled } = refundFailures.on

test('a refused refund is on the list, under its reservation', () => {
  const event = { ...payment, reason: 'refused' }
  expect(PaymentRefundFailed?.key(event)).toBe('r-1')
  expect(PaymentRefundFailed?.row(null, event)).toEqual(event)
})

test.each([
  ['requested again', RefundRequested],
  ['given back', PaymentRefunded],
  ['settled by hand', PaymentRefundSettled],
])('it is off the list when it is %s', (_, fold) => {
  const event = { ...payment, reason: 'any' }
  expect(fold?.key(event)).toBe('r-1')
  expect(fold?.row(null, event)).toBeNull()
})
