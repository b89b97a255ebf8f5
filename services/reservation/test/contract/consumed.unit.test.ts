import { consumerFaults, readContract, received, SAMPLE } from '@bistro/events/contract'
import { type Cases, madeOf } from '@bistro/kit/testing'
import { reactsTo } from '@bistro/kit/testing/contract'
import { describe, expect, test } from 'vitest'
import { consumes } from '../../src/domain/consumes.ts'
import type { ReservationCommand } from '../../src/domain/reservation/index.ts'
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

describe.each(received(readContract(), consumes))('given $type v$version', reactsTo(reservation, consumes, cases))

test('reservation can read all that it needs', () => {
  expect(consumerFaults(readContract(), 'reservation', consumes)).toEqual([])
})
