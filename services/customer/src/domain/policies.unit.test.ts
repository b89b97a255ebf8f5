import { TAKEN } from '@bistro/kit/testing'
import { expect, it } from 'vitest'
import { policies } from './policies.ts'

const ids = { orderId: 'o1', reservationId: 'r1', customerId: 'c1' }
const balance = { amount: 7000, currency: 'EUR' }

it('reserves the balance of a requested order', () => {
  const event = {
    ...ids,
    eveningId: 'e1',
    eveningDate: '2027-03-05',
    lines: [],
    deposit: { amount: 3000, currency: 'EUR' },
    balance,
    cardToken: 'tok_ok',
  }
  expect(policies.OrderRequested?.stream(event)).toBe('c1')
  expect(policies.OrderRequested?.command(event, {}, TAKEN)).toEqual({ type: 'ReserveCredit', ...ids, amount: balance })
})

it('releases the credit of a cancelled order', () => {
  const event = { ...ids, reason: 'payment_failed' }
  expect(policies.OrderCancelled?.stream(event)).toBe('c1')
  expect(policies.OrderCancelled?.command(event, {}, TAKEN)).toEqual({
    type: 'ReleaseCredit',
    customerId: 'c1',
    orderId: 'o1',
  })
})

it('debits the credit of a delivered order', () => {
  const event = { ...ids, balance }
  expect(policies.OrderDelivered?.stream(event)).toBe('c1')
  expect(policies.OrderDelivered?.command(event, {}, TAKEN)).toEqual({
    type: 'DebitCredit',
    customerId: 'c1',
    orderId: 'o1',
  })
})
