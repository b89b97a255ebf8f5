import { expect, test } from 'vitest'
import { consumerFaults, received } from '../../src/contract/index.ts'
import { createCodec, fileSchemaIds } from '../../src/index.ts'
import { contract, made } from './planted.ts'

test('a consumer sees the fields that it needs and no others, of every version', () => {
  const needs = { OrderRequested: ['orderId', 'balance'] }
  const { orderId, balance } = made.OrderRequested as { orderId: string; balance: object }
  const seen = received(contract, needs)
  expect(seen.length).toBeGreaterThan(0)
  for (const { data } of seen) expect(data).toEqual({ orderId, balance })
})

test('and its codec does the same', () => {
  const codec = createCodec(fileSchemaIds(), { OrderRequested: ['lines'] })
  const { lines } = made.OrderRequested as { lines: object }
  expect(codec.decode('OrderRequested', codec.encode('OrderRequested', made.OrderRequested))).toEqual({ lines })
})

test('needs that its producers cannot see yet are published by generating', () => {
  expect(consumerFaults(contract, 'payment', { OrderValidated: ['orderId'] })).toEqual([
    'libs/events/consumers/payment.json is not what payment needs, and its producers test against that file. Type: npm run generate',
  ])
})

test('an event that nobody publishes', () => {
  expect(consumerFaults(contract, 'payment', { OrderPaid: ['orderId'] })).toContain(
    'nobody → payment: OrderPaid: payment consumes it, but it is not an event of the contract. Write its schema, or take it out of services/payment/src/domain/consumes.ts.',
  )
})
