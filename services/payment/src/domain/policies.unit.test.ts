import { TAKEN } from '@bistro/kit/testing'
import { expect, test } from 'vitest'
import { policies } from './policies.ts'

const order = { orderId: 'o-1', reservationId: 'r-1', customerId: 'c-1' }

test('a validated order has its deposit charged', () => {
  const event = { ...order, deposit: { amount: 8_700, currency: 'EUR' }, cardToken: 'tok_ok' }
  expect(policies.OrderValidated?.stream(event)).toBe('o-1')
  expect(policies.OrderValidated?.command(event, {}, TAKEN)).toEqual({
    type: 'RequestPayment',
    orderId: 'o-1',
    reservationId: 'r-1',
    amount: event.deposit,
    cardToken: 'tok_ok',
  })
})

test('so it is where the order is read in its later shape', () => {
  const charge = { amount: { amount: 8_700, currency: 'EUR' }, means: 'card', reference: 'tok_ok' }
  expect(policies.OrderValidated?.command({ ...order, charge }, {}, TAKEN)).toMatchObject({
    amount: charge.amount,
    cardToken: 'tok_ok',
  })
})

test('a cancelled order has it undone', () => {
  const event = { ...order, reason: 'hold_expired' }
  expect(policies.OrderCancelled?.stream(event)).toBe('o-1')
  expect(policies.OrderCancelled?.command(event, {}, TAKEN)).toEqual({ type: 'UndoPayment' })
})

test('nothing else makes it do something', () =>
  expect(Object.keys(policies)).toEqual(['OrderValidated', 'OrderCancelled']))
