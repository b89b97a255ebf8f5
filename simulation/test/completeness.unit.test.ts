import { type EventType, eventTypes, isEventType, ownerOf, topics } from '@bistro/events'
import { describe, expect, test } from 'vitest'
import { realServices } from '../src/services.ts'

/** Events that no service acts on, and why they are published all the same: an aggregate remembers only by its own events. */
const INFORMATIONAL: Readonly<Record<string, string>> = {
  CreditDebited: 'the account’s own books; the saga has ended',
  CreditLimitChanged: 'the account’s own books',
  CreditReleased: 'the account’s own books; the saga has ended',
  ReservationRejected: 'the saga ends before it begins; the guest is answered',
  OrderDispatched: 'the order remembers that it can no longer be cancelled',
  OrderPaymentProcessed: 'the order remembers the payment’s half of its confirmation',
  OrderReservationConfirmed: 'the order remembers the reservation’s half of its confirmation',
  PaymentRequested: 'sets the charge and its deadline',
  PaymentVoidRequested: 'sets the void',
  RefundRequested: 'sets the refund',
  PaymentRefunded: 'the last of the payment’s books',
  PaymentRefundFailed: 'sets the next attempt, or the operator’s list',
  ShipmentScheduled: 'sets the booking',
  ShipmentLost: 'followed by the second attempt, or by ShipmentFailed',
  ShipmentCancellationRequested: 'sets the call that stops the parcel',
}

/** Each forward step, the undo of it, and the event that asks for that; or why there is none. */
const STEPS: Readonly<Record<string, { undo: string; asks: string; by: keyof typeof services } | { none: string }>> = {
  ReservationHeld: { undo: 'ReservationCancelled', asks: 'OrderCancelled', by: 'reservation' },
  Reservation_confirmed: { undo: 'ReservationCancelled', asks: 'OrderCancelled', by: 'reservation' },
  CreditReserved: { undo: 'CreditReleased', asks: 'OrderCancelled', by: 'customer' },
  PaymentRequested: { undo: 'PaymentVoidRequested', asks: 'OrderCancelled', by: 'payment' },
  PaymentProcessed: { undo: 'RefundRequested', asks: 'OrderCancelled', by: 'payment' },
  ShipmentScheduled: { undo: 'ShipmentCancellationRequested', asks: 'OrderCancellationRequested', by: 'shipping' },
  ShipmentDispatched: { none: 'a parcel that has left cannot be stopped: the cancellation is rejected' },
  CreditDebited: { none: 'the saga has ended' },
}

const services = realServices()
const all = Object.values(services)
const handlers = (type: string) =>
  all.filter(
    ({ policies, views }) => type in policies || views.some((view) => view.source === 'replicated' && type in view.on),
  )

describe('every event', () => {
  test.each([...eventTypes])('%s is acted on, or informational for a stated reason', (type) =>
    expect(handlers(type).length > 0).toBe(!(type in INFORMATIONAL)),
  )
})

describe.each(all)('what $name reads', ({ policies, views, subscribes }) => {
  const read = [
    ...Object.keys(policies),
    ...views.flatMap((view) => (view.source === 'replicated' ? Object.keys(view.on) : [])),
  ]

  test('is published by somebody, on a topic that it subscribes to', () => {
    for (const type of read) {
      expect(isEventType(type), type).toBe(true)
      expect(subscribes, type).toContain(topics[ownerOf(type as EventType)])
    }
  })
})

test.each(Object.entries(STEPS))('%s has an undo, or a reason for none', (step, undoing) => {
  expect(isEventType(step)).toBe(true)
  if ('none' in undoing) return
  expect(isEventType(undoing.undo)).toBe(true)
  expect(services[undoing.by].policies).toHaveProperty(undoing.asks)
})
