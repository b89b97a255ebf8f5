import { expect, it } from 'vitest'
import { compareFields } from './payload.ts'

it('marks what the consumer needs, and shows what is missing first', () => {
  const data = { orderId: 'a', note: '<b>', deposit: { amount: 1, currency: 'EUR' } }
  const needs = [
    { field: 'orderId', missing: false },
    { field: 'deposit.amount', missing: false },
    { field: 'customerId', missing: true },
  ]
  expect(compareFields({ data, needs }).map(({ name, need }) => `${name}: ${need}`)).toEqual([
    'customerId: missing',
    'orderId: read',
    'note: not read',
    'deposit: read',
  ])
})

it('a message that cannot be decoded lacks everything', () => {
  const needs = [{ field: 'orderId', missing: true }]
  expect(compareFields({ needs })).toEqual([{ name: 'orderId', need: 'missing' }])
})
