import { TAKEN } from '@bistro/kit/testing'
import { expect, test } from 'vitest'
import { policies } from './policies.ts'

const address = { line1: 'Hauptstr. 1', city: 'Berlin', postcode: '10115', country: 'DE' }
const order = { orderId: 'o-1', reservationId: 'r-1' }

test('a confirmed order needs its guest’s address, then is shipped', () => {
  const event = { ...order, customerId: 'c-1', eveningId: 'e-1', eveningDate: '2026-12-24', lines: [] }
  expect(policies.OrderConfirmed?.stream(event)).toBe('o-1')
  expect(policies.OrderConfirmed?.needs?.(event)).toEqual({ view: 'delivery_addresses', key: 'c-1' })
  expect(policies.OrderConfirmed?.command(event, { customerId: 'c-1', address }, TAKEN)).toEqual({
    type: 'ScheduleShipment',
    ...order,
    eveningDate: '2026-12-24',
    address,
  })
})

test('an order that wants to be cancelled has its parcel stopped', () => {
  expect(policies.OrderCancellationRequested?.stream(order)).toBe('o-1')
  expect(policies.OrderCancellationRequested?.command(order, {}, TAKEN)).toEqual({ type: 'RequestCancellation' })
})

test('nothing else makes it do something', () =>
  expect(Object.keys(policies)).toEqual(['OrderConfirmed', 'OrderCancellationRequested']))
