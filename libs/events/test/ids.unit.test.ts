import { expect, test } from 'vitest'
import { orderIdOf, paymentIdOf, shipmentIdOf } from '../src/index.ts'

const reservationId = '0190b6a2-7c11-7000-8000-000000000001'
const orderId = 'e5907a27-b8ca-5c9f-b5b8-cac6f7c91ad9'

// Computed by another implementation of UUID v5; a change here would make second orders, payments and parcels.
test('ids that follow from others never change', () => {
  expect(orderIdOf(reservationId)).toBe(orderId)
  expect(paymentIdOf(orderId)).toBe('977c000c-bdc8-58a3-91ff-a016f103ffcd')
  expect(shipmentIdOf(orderId)).toBe('2d0a99b8-792a-5c90-8a04-2d8e2dcf0db3')
})
