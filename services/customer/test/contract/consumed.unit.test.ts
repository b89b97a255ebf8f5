import { consumerFaults, readContract, received, SAMPLE } from '@bistro/events/contract'
import { type Cases, madeOf, story } from '@bistro/kit/testing'
import { reactsTo } from '@bistro/kit/testing/contract'
import { describe, expect, test } from 'vitest'
import { type AccountCommand, account } from '../../src/domain/account/index.ts'
import { consumes } from '../../src/domain/consumes.ts'
import { customer } from '../../src/service.ts'
import { debit, examples, register, release, reserve } from './examples.ts'

const { customerId: stream, customerId, reservationId, eveningId, seats } = SAMPLE
const made = madeOf(examples)
const reserved = { after: story(account, [register, reserve]) }
const listed = (status: string) => ({
  customer_reservations: { reservationId, customerId, eveningId, seats, status },
})

const cases: Cases<keyof typeof consumes, AccountCommand> = {
  OrderRequested: {
    when: { after: story(account, [register]) },
    leadsTo: { stream, command: reserve, events: [{ type: 'CreditReserved', data: made.CreditReserved }] },
  },
  OrderCancelled: {
    when: reserved,
    leadsTo: { stream, command: release, events: [{ type: 'CreditReleased', data: made.CreditReleased }] },
  },
  OrderDelivered: {
    when: reserved,
    leadsTo: { stream, command: debit, events: [{ type: 'CreditDebited', data: made.CreditDebited }] },
  },
  Reservation_confirmed: { leadsTo: { rows: listed('confirmed') } },
  ReservationCancellationRequested: {
    when: { rows: listed('confirmed') },
    leadsTo: { rows: listed('cancelling') },
  },
  ReservationCancellationRejected: {
    when: { rows: listed('cancelling') },
    leadsTo: { rows: listed('confirmed') },
  },
  ReservationCancelled: { when: { rows: listed('cancelling') }, leadsTo: { rows: listed('cancelled') } },
}

describe.each(received(readContract(), consumes))('given $type v$version', reactsTo(customer, consumes, cases))

test('customer can read all that it needs', () => {
  expect(consumerFaults(readContract(), 'customer', consumes)).toEqual([])
})
