import { shipmentIdOf } from '@bistro/events'
import { expect, test } from 'vitest'
import { deliveries } from './deliveries.ts'
import { deliveryAddresses } from './delivery-addresses.ts'

const address = { line1: 'Hauptstr. 1', city: 'Berlin', postcode: '10115', country: 'DE' }

test('the address is that of the registration', () => {
  const event = {
    customerId: 'c-1',
    name: 'Ada',
    email: 'ada@example.org',
    address,
    creditLimit: { amount: 1, currency: 'EUR' },
  }
  const fold = deliveryAddresses.on.CustomerRegistered
  expect(fold?.key(event)).toBe('c-1')
  expect(fold?.row(null, event)).toEqual({ customerId: 'c-1', address })
})

test('until it changes', () => {
  const moved = { customerId: 'c-1', address: { ...address, line1: 'Nebenstr. 2' } }
  const fold = deliveryAddresses.on.CustomerAddressChanged
  expect(fold?.key(moved)).toBe('c-1')
  expect(fold?.row({ customerId: 'c-1', address }, moved)).toEqual(moved)
})

test('a confirmed order’s shipment is found by its own id', () => {
  const event = {
    orderId: 'o-1',
    reservationId: 'r-1',
    customerId: 'c-1',
    eveningId: 'e-1',
    eveningDate: '2026-12-24',
    lines: [],
  }
  const shipmentId = shipmentIdOf('o-1')
  expect(deliveries.on.OrderConfirmed?.key(event)).toBe(shipmentId)
  expect(deliveries.on.OrderConfirmed?.row(null, event)).toEqual({ shipmentId, orderId: 'o-1', customerId: 'c-1' })
})
