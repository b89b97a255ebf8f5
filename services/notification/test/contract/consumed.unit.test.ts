import { consumerFaults, readContract, received, SAMPLE } from '@bistro/events/contract'
import { type Cases, story, TAKEN } from '@bistro/kit/testing'
import { reactsTo } from '@bistro/kit/testing/contract'
import { describe, expect, test } from 'vitest'
import { consumes } from '../../src/domain/consumes.ts'
import { type Command, correspondence, type Letter, type News } from '../../src/domain/correspondence/index.ts'
import { notification } from '../../src/service.ts'

const { customerId, orderId, reservationId, name, email, seats, deposit, balance } = SAMPLE
const events = received(readContract(), consumes)
const fieldOf = (wanted: string, field: string) =>
  Object.entries(events.find(({ type }) => type === wanted)?.data ?? {}).find(([one]) => one === field)?.[1]

const letterOf = (news: News, service: string, path: string): Letter => ({
  ...{ id: TAKEN.id, at: TAKEN.time, news },
  page: { service, path, token: `another:${TAKEN.stream}@1` },
})
const message = (letter: Letter) => ({ reservationId, letter, recipient: email, name })
const due = (letter: Letter) => ({ type: 'MessageDue', data: message(letter) })

const held: News = { kind: 'held', seats, holdExpiresAt: String(fieldOf('ReservationHeld', 'holdExpiresAt')) }
const page = `/reservations/${reservationId}`
const greet: Command = {
  ...{ type: 'Greet', reservationId, name, email },
  letter: letterOf(held, 'reservation', page),
}
const guest = { guests: { customerId, name, email } }
const unpaid = { reservationId, amount: deposit, charged: false }
const greeted = { after: story(correspondence, [greet]) }

const writes = (news: News, service: string, path: string) => {
  const letter = letterOf(news, service, path)
  return { stream: reservationId, command: { type: 'Write', reservationId, letter } as const, events: [due(letter)] }
}
const reason = String(fieldOf('OrderCancelled', 'reason'))
const amount = fieldOf('PaymentRefundFailed', 'amount') as typeof deposit
const late = letterOf({ kind: 'refund_late', amount }, 'payment', `/payments/${orderId}`)
const left = letterOf({ kind: 'refund_left', orderId, amount }, 'payment', `/payments/${orderId}`)

const cases: Cases<keyof typeof consumes, Command> = {
  CustomerRegistered: { leadsTo: { rows: guest } },
  ReservationHeld: {
    when: { rows: guest },
    leadsTo: {
      stream: reservationId,
      command: greet,
      events: [{ type: 'GuestKnown', data: { reservationId, name, email } }, due(greet.letter)],
    },
  },
  Reservation_confirmed: {
    when: greeted,
    leadsTo: writes({ kind: 'confirmed', seats }, 'customer', `/customers/${customerId}/reservations`),
  },
  OrderRequested: { leadsTo: { rows: { deposits: unpaid } } },
  OrderPaymentProcessed: {
    when: { rows: { deposits: unpaid } },
    leadsTo: { rows: { deposits: { ...unpaid, charged: true } } },
  },
  OrderCancelled: {
    when: { ...greeted, rows: { deposits: unpaid } },
    leadsTo: writes({ kind: 'cancelled', reason, deposit, charged: false }, 'reservation', page),
  },
  OrderDispatched: { when: greeted, leadsTo: writes({ kind: 'on_its_way' }, 'shipping', `/shipments/${orderId}`) },
  OrderDelivered: { when: greeted, leadsTo: writes({ kind: 'delivered', balance }, 'order', `/orders/${orderId}`) },
  PaymentRefundFailed: {
    when: greeted,
    leadsTo: {
      stream: reservationId,
      command: { type: 'CountRefusal', reservationId, letter: late, alert: left },
      events: [{ type: 'RefusalCounted', data: { reservationId } }, due(late)],
    },
  },
}

describe.each(events)('given $type v$version', reactsTo(notification, consumes, cases))

test('notification can read all that it needs', () => {
  expect(consumerFaults(readContract(), 'notification', consumes)).toEqual([])
})
