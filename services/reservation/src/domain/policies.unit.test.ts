import { TAKEN } from '@bistro/kit/testing'
import { expect, it } from 'vitest'
import { policies } from './policies.ts'

const ids = { orderId: 'o1', reservationId: 'r1' }

it('confirms the reservation whose deposit is paid', () => {
  const event = { ...ids, paymentId: 'p1', amount: { amount: 3000, currency: 'EUR' }, providerReference: 'ch_1' }
  expect(policies.PaymentProcessed?.stream(event)).toBe('r1')
  expect(policies.PaymentProcessed?.command(event, {}, TAKEN)).toEqual({ type: 'Confirm', orderId: 'o1' })
})

it('cancels the reservation whose order is cancelled, with its reason', () => {
  const event = { ...ids, customerId: 'c1', reason: 'credit_refused' }
  expect(policies.OrderCancelled?.stream(event)).toBe('r1')
  expect(policies.OrderCancelled?.command(event, {}, TAKEN)).toEqual({ type: 'Cancel', reason: 'credit_refused' })
})

it('confirms again what could not be cancelled', () => {
  const event = { ...ids, reason: 'dispatched' }
  expect(policies.OrderCancellationRejected?.stream(event)).toBe('r1')
  expect(policies.OrderCancellationRejected?.command(event, {}, TAKEN)).toEqual({
    type: 'RejectCancellation',
    reason: 'dispatched',
  })
})
