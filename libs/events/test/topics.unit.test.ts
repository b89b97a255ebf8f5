import { expect, test } from 'vitest'
import {
  ceTypeOf,
  eventTypes,
  isEventType,
  meaning,
  ownerOf,
  PARTITIONS,
  sourceOf,
  subjectOf,
  topics,
  typeOf,
} from '../src/index.ts'

test('names on the wire', () => {
  expect(topics[ownerOf('Reservation_confirmed')]).toBe('bistro.reservation.v1')
  expect(ceTypeOf('Reservation_confirmed')).toBe('bistro.reservation.Reservation_confirmed')
  expect(sourceOf('reservation')).toBe('/services/reservation')
  expect(subjectOf('OrderValidated')).toBe('bistro.order.v1-bistro.order.OrderValidated')
  expect(PARTITIONS).toBe(6)
})

test('a ce_type leads back to its type, and an unknown one nowhere', () => {
  expect(eventTypes.map(ceTypeOf).map(typeOf)).toEqual(eventTypes)
  expect(typeOf('bistro.order.OrderEaten')).toBeUndefined()
  expect(isEventType('toString')).toBe(false)
})

test('an event says what it means for the saga', () => {
  expect(meaning('OrderValidated')).toBe('credit is reserved, the deposit may be charged')
})
