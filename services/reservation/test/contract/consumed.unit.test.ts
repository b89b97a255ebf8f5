import { consumerFaults, readContract, received, SAMPLE } from '@bistro/events/contract'
import { type Cases, fieldsRead, madeOf, NOTHING, react } from '@bistro/kit/testing'
import { describe, expect, test } from 'vitest'
import { consumes } from '../../src/consumes.ts'
import type { ReservationCommand } from '../../src/reservation/index.ts'
import { reservation } from '../../src/service.ts'
import { cancel, confirm, examples, rejectCancellation, reserve, reserving, wantOut } from './examples.ts'

const { reservationId: stream, customerId } = SAMPLE
const made = madeOf(examples)

const cases: Cases<keyof typeof consumes, ReservationCommand> = {
  CustomerRegistered: { leadsTo: { rows: { known_customers: { customerId } } } },
  PaymentProcessed: {
    when: { after: reserving(reserve) },
    leadsTo: {
      stream,
      command: confirm,
      events: [{ type: 'Reservation_confirmed', data: made.Reservation_confirmed }],
    },
  },
  OrderCancelled: {
    when: { after: reserving(reserve, wantOut) },
    leadsTo: { stream, command: cancel, events: [{ type: 'ReservationCancelled', data: made.ReservationCancelled }] },
  },
  OrderCancellationRejected: {
    when: { after: reserving(reserve, wantOut) },
    leadsTo: {
      stream,
      command: rejectCancellation,
      events: [{ type: 'ReservationCancellationRejected', data: made.ReservationCancellationRejected }],
    },
  },
}

describe.each(received(readContract(), consumes))('given $type v$version', ({ type, data }) => {
  const { when, leadsTo } = cases[type as keyof typeof consumes]

  test('it does what it should', () => {
    expect(react(reservation, { type, data }, when)).toEqual({ ...NOTHING, ...leadsTo })
  })

  test('it reads the fields that it declares, all of them', () => {
    expect(fieldsRead(reservation, { type, data }, when)).toEqual([...consumes[type as keyof typeof consumes]].sort())
  })
})

test('reservation can read all that it needs', () => {
  expect(consumerFaults(readContract(), 'reservation', consumes)).toEqual([])
})
