import type { OrderEvent } from '@bistro/events'
import { ignore } from '@bistro/kit'
import { describe, expect, test } from 'vitest'
import type { Command } from './commands.ts'
import { decide } from './decide.ts'
import { evolve } from './evolve.ts'
import { initialState, type State } from './state.ts'

const eur = (amount: number) => ({ amount, currency: 'EUR' })
const ids = { orderId: 'o-1', reservationId: 'r-1' }
const lines = [{ sku: 'duck', name: 'Duck', quantity: 2, unitPrice: eur(4_500) }]

const request: Command = {
  type: 'RequestOrder',
  ...ids,
  customerId: 'c-1',
  eveningId: 'e-1',
  seats: 2,
  kits: [{ sku: 'duck', quantity: 2 }],
  cardToken: 'tok_ok',
  evening: {
    date: '2026-12-24T19:00:00.000Z',
    pricePerSeat: eur(10_000),
    depositPercent: 30,
    kits: [{ sku: 'duck', name: 'Duck', price: eur(4_500) }],
  },
}

const requested: OrderEvent = {
  type: 'OrderRequested',
  data: {
    ...ids,
    customerId: 'c-1',
    eveningId: 'e-1',
    eveningDate: '2026-12-24',
    lines,
    deposit: eur(8_700),
    balance: eur(20_300),
    cardToken: 'tok_ok',
  },
}
const validated: OrderEvent = {
  type: 'OrderValidated',
  data: { ...ids, customerId: 'c-1', deposit: eur(8_700), cardToken: 'tok_ok' },
}
const paid: OrderEvent = { type: 'OrderPaymentProcessed', data: { ...ids, paymentId: 'p-1' } }
const seatsConfirmed: OrderEvent = { type: 'OrderReservationConfirmed', data: ids }
const confirmed: OrderEvent = {
  type: 'OrderConfirmed',
  data: { ...ids, customerId: 'c-1', eveningId: 'e-1', eveningDate: '2026-12-24', lines },
}
const dispatched: OrderEvent = { type: 'OrderDispatched', data: { ...ids, shipmentId: 's-1' } }
const cancellationRequested: OrderEvent = { type: 'OrderCancellationRequested', data: ids }
const delivered: OrderEvent = { type: 'OrderDelivered', data: { ...ids, customerId: 'c-1', balance: eur(20_300) } }
const cancelled = (reason: string): OrderEvent => ({
  type: 'OrderCancelled',
  data: { ...ids, customerId: 'c-1', reason },
})
const rejected = (reason: string): OrderEvent => ({ type: 'OrderCancellationRejected', data: { ...ids, reason } })

/** How each status is reached. */
const story: Record<State['status'], readonly OrderEvent[]> = {
  none: [],
  requested: [requested],
  validated: [requested, validated],
  paid: [requested, validated, paid],
  confirmed: [requested, validated, paid, seatsConfirmed, confirmed],
  dispatched: [requested, validated, paid, seatsConfirmed, confirmed, dispatched],
  cancelling: [requested, validated, paid, seatsConfirmed, confirmed, cancellationRequested],
  delivered: [requested, validated, paid, seatsConfirmed, confirmed, dispatched, delivered],
  cancelled: [requested, cancelled('credit_refused')],
}
const statuses = Object.keys(story) as State['status'][]

const stateAfter = (events: readonly OrderEvent[]): State => events.reduce<State>(evolve, initialState)
const given = (...events: readonly OrderEvent[]) => ({
  when: (command: Command) => decide(command, stateAfter(events)),
})

test.each(statuses)('the story of an order that is %s leads there', (status) => {
  expect(stateAfter(story[status]).status).toBe(status)
})

test.each(statuses)('an order that is %s knows the card only until it is handed on', (status) => {
  const isKnown = JSON.stringify(stateAfter(story[status])).includes('tok_ok')
  expect(isKnown).toBe(status === 'requested')
})

describe('RequestOrder', () => {
  test('prices what was reserved', () => expect(given().when(request)).toEqual([requested]))

  test('a kit that the evening lacks ends the order at once, with nothing to pay', () => {
    const strange: Command = { ...request, kits: [{ sku: 'goose', quantity: 1 }] }
    const empty = { ...requested.data, lines: [], deposit: eur(0), balance: eur(0) }
    expect(given().when(strange)).toEqual([{ type: 'OrderRequested', data: empty }, cancelled('invalid_order')])
  })

  test('is done once', () => expect(given(requested).when(request)).toEqual(ignore('already-requested')))
})

test('without an order nothing else happens', () =>
  expect(given().when({ type: 'ExpireHold' })).toEqual(ignore('no-order')))

/** What each command does in the statuses that it concerns; in every other it is ignored for the reason named. */
const rules: readonly {
  readonly when: Command
  readonly writes: { readonly [S in State['status']]?: readonly OrderEvent[] }
  readonly ignored: string | { readonly [S in State['status']]?: string }
}[] = [
  { when: { type: 'ValidateOrder' }, writes: { requested: [validated] }, ignored: 'not-awaiting-credit' },
  {
    when: { type: 'RefuseCredit' },
    writes: { requested: [cancelled('credit_refused')] },
    ignored: 'not-awaiting-credit',
  },
  { when: { type: 'RecordPayment', paymentId: 'p-1' }, writes: { validated: [paid] }, ignored: 'not-awaiting-payment' },
  {
    when: { type: 'FailPayment' },
    writes: { validated: [cancelled('payment_failed')] },
    ignored: 'not-awaiting-payment',
  },
  {
    when: { type: 'RecordSeats' },
    writes: { validated: [seatsConfirmed], paid: [seatsConfirmed, confirmed] },
    ignored: {
      requested: 'not-awaiting-seats',
      confirmed: 'seats-already-recorded',
      dispatched: 'seats-already-recorded',
      cancelling: 'seats-already-recorded',
      delivered: 'seats-already-recorded',
      cancelled: 'not-awaiting-seats',
    },
  },
  {
    when: { type: 'ExpireHold' },
    writes: {
      requested: [cancelled('hold_expired')],
      validated: [cancelled('hold_expired')],
      paid: [cancelled('hold_expired')],
    },
    ignored: 'hold-no-longer-matters',
  },
  {
    when: { type: 'RequestCancellation' },
    writes: {
      requested: [cancelled('guest_cancelled')],
      validated: [cancelled('guest_cancelled')],
      paid: [cancelled('guest_cancelled')],
      confirmed: [cancellationRequested],
      dispatched: [rejected('dispatched')],
      delivered: [rejected('delivered')],
    },
    ignored: { cancelling: 'already-cancelling', cancelled: 'already-cancelled' },
  },
  {
    when: { type: 'RecordDispatch', shipmentId: 's-1' },
    writes: { confirmed: [dispatched], cancelling: [dispatched, rejected('dispatched')] },
    ignored: {
      requested: 'not-to-be-dispatched',
      validated: 'not-to-be-dispatched',
      paid: 'not-to-be-dispatched',
      dispatched: 'already-dispatched',
      delivered: 'not-to-be-dispatched',
      cancelled: 'not-to-be-dispatched',
    },
  },
  {
    when: { type: 'RecordStoppedParcel' },
    writes: { cancelling: [cancelled('guest_cancelled')] },
    ignored: 'not-cancelling',
  },
  {
    when: { type: 'FailShipment' },
    writes: {
      confirmed: [cancelled('cannot_ship')],
      dispatched: [cancelled('cannot_ship')],
      cancelling: [cancelled('cannot_ship')],
    },
    ignored: 'not-to-be-shipped',
  },
  { when: { type: 'RecordDelivery' }, writes: { dispatched: [delivered] }, ignored: 'not-dispatched' },
]

const ignored = (reasons: (typeof rules)[number]['ignored'], status: State['status']) =>
  ignore((typeof reasons === 'string' ? reasons : reasons[status]) ?? 'unnamed')

const cases = rules.flatMap((rule) =>
  statuses
    .filter((status) => status !== 'none')
    .map((status) => ({
      command: rule.when,
      status,
      expected: rule.writes[status] ?? ignored(rule.ignored, status),
    })),
)

describe.each(rules.map(({ when }) => when))('$type', (command) => {
  test.each(cases.filter((one) => one.command === command))('when $status', ({ status, expected }) => {
    expect(given(...story[status]).when(command)).toEqual(expected)
  })
})

describe('payment and seats are joined in either order', () => {
  test('the seats first, then the payment confirms', () =>
    expect(given(requested, validated, seatsConfirmed).when({ type: 'RecordPayment', paymentId: 'p-1' })).toEqual([
      paid,
      confirmed,
    ]))

  test('the seats are recorded once', () =>
    expect(given(requested, validated, seatsConfirmed).when({ type: 'RecordSeats' })).toEqual(
      ignore('seats-already-recorded'),
    ))
})

describe('the state is the fold of the stream', () => {
  test('a dispatch that met a cancellation leaves the order dispatched', () =>
    expect(stateAfter([...story.cancelling, dispatched, rejected('dispatched')]).status).toBe('dispatched'))

  test('a rejected cancellation of a delivered order leaves it delivered', () =>
    expect(stateAfter([...story.delivered, rejected('delivered')]).status).toBe('delivered'))

  test('it keeps why it was cancelled', () =>
    expect(stateAfter(story.cancelled)).toMatchObject({ cancelReason: 'credit_refused' }))

  test('events of a stream without a beginning say nothing', () =>
    expect(evolve(initialState, delivered)).toBe(initialState))
})
