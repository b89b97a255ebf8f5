import type { PaymentEvent } from '@bistro/events'
import { type Decision, ignore, reject } from '@bistro/kit'
import { describe, expect, test } from 'vitest'
import { decide } from './decide.ts'
import { evolve } from './evolve.ts'
import type { Command, State } from './index.ts'
import {
  amount,
  eur,
  failed,
  processed,
  refunded,
  refundFailed,
  refundRequested,
  refundSettled,
  refusals,
  request,
  requested,
  stateAfter,
  statuses,
  story,
  TIME,
  voidRequested,
} from './payment.fixture.ts'
import { initialState, REFUND_ATTEMPTS } from './state.ts'

const given = (...events: readonly PaymentEvent[]) => ({
  when: (command: Command) => decide(command, stateAfter(events)),
})

test.each(statuses)('the story of a payment that is %s leads there', (status) => {
  expect(stateAfter(story[status]).status).toBe(status)
})

describe('before anything was requested', () => {
  test('an order asks for its deposit', () => expect(given().when(request)).toEqual([requested]))
  test('an order that ends has nothing to undo', () =>
    expect(given().when({ type: 'UndoPayment' })).toEqual(ignore('nothing-requested')))
  test('an operator has nothing to retry', () =>
    expect(given().when({ type: 'RetryRefund' })).toEqual(reject('unknown-payment')))
  test('nor to settle', () => expect(given().when(settle)).toEqual(reject('unknown-payment')))
})

const notRefundFailed = (status: State['status']): Decision<PaymentEvent> =>
  reject('not-refund-failed', { detail: expect.stringContaining(`The payment is ${status}.`) })

const settle: Command = { type: 'SettleRefund', why: 'paid by bank transfer', reference: 'T-1' }

describe('a refund is settled by hand', () => {
  const refused = (times: number) => given(...story.refunding, ...refusals(times))

  test('once the provider is not asked any more', () =>
    expect(refused(REFUND_ATTEMPTS).when(settle)).toEqual([refundSettled]))
  test('also where an operator has tried again in vain', () =>
    expect(given(...story.refunding, ...refusals(REFUND_ATTEMPTS), refundRequested, refundFailed).when(settle)).toEqual(
      [refundSettled],
    ))
  test('and not before: the provider might give it back as well', () =>
    expect(refused(REFUND_ATTEMPTS - 1).when(settle)).toMatchObject({ rejected: 'refund-still-tried' }))
  test('nor while an operator’s try is under way', () =>
    expect(given(...story.refunding, ...refusals(REFUND_ATTEMPTS), refundRequested).when(settle)).toEqual(
      notRefundFailed('refunding'),
    ))
  test('once, however often it is said', () =>
    expect(given(...story.refund_settled).when(settle)).toEqual(ignore('already-settled')))
  test.each(statuses.filter((status) => !['none', 'refund_failed', 'refund_settled'].includes(status)))(
    'not when it is %s',
    (status) => expect(given(...story[status]).when(settle)).toEqual(notRefundFailed(status)),
  )
})

interface Rule {
  readonly what: string
  readonly when: Command
  readonly writes: { readonly [S in State['status']]?: readonly PaymentEvent[] }
  /** In all other statuses, by status where they differ. */
  readonly otherwise: (status: State['status']) => Decision<PaymentEvent>
}

const always = (decision: Decision<PaymentEvent>) => () => decision

const rules: readonly Rule[] = [
  { what: 'a second request', when: request, writes: {}, otherwise: always(ignore('already-requested')) },
  {
    what: 'the charge is captured',
    when: { type: 'AnswerCharge', answer: { status: 'captured', providerReference: 'ch_1' } },
    writes: { requested: [processed] },
    otherwise: always(ignore('charge-no-longer-awaited')),
  },
  {
    what: 'the charge is declined',
    when: { type: 'AnswerCharge', answer: { status: 'declined' } },
    writes: { requested: [failed('declined')] },
    otherwise: always(ignore('charge-no-longer-awaited')),
  },
  {
    what: 'the charge was voided before',
    when: { type: 'AnswerCharge', answer: { status: 'voided' } },
    writes: {},
    otherwise: (status) => ignore(status === 'requested' ? 'charge-voided' : 'charge-no-longer-awaited'),
  },
  {
    what: 'the charge is refused for good',
    when: { type: 'RefuseCharge' },
    writes: { requested: [failed('refused')] },
    otherwise: always(ignore('charge-no-longer-awaited')),
  },
  {
    what: 'the deadline passes',
    when: { type: 'MissDeadline' },
    writes: { requested: [failed('deadline')] },
    otherwise: always(ignore('answered-before-the-deadline')),
  },
  {
    what: 'the order is cancelled',
    when: { type: 'UndoPayment' },
    writes: { requested: [voidRequested], processed: [refundRequested] },
    otherwise: (status) => ignore(status === 'failed' ? 'nothing-charged' : 'already-undoing'),
  },
  {
    what: 'the void finds the charge captured',
    when: { type: 'AnswerVoid', answer: { status: 'captured' } },
    writes: { voiding: [refundRequested], failed: [refundRequested] },
    otherwise: always(ignore('void-not-awaited')),
  },
  {
    what: 'the charge is void',
    when: { type: 'AnswerVoid', answer: { status: 'voided' } },
    writes: { voiding: [failed('order_cancelled')] },
    otherwise: (status) => ignore(status === 'failed' ? 'nothing-charged' : 'void-not-awaited'),
  },
  {
    what: 'the void finds the charge declined',
    when: { type: 'AnswerVoid', answer: { status: 'declined' } },
    writes: { voiding: [failed('order_cancelled')] },
    otherwise: (status) => ignore(status === 'failed' ? 'nothing-charged' : 'void-not-awaited'),
  },
  {
    what: 'the money is given back',
    when: { type: 'AnswerRefund', answer: { status: 'refunded' } },
    writes: { refunding: [refunded], refund_failed: [refunded] },
    otherwise: always(ignore('refund-not-awaited')),
  },
  {
    what: 'the refund is refused',
    when: { type: 'AnswerRefund', answer: { status: 'refused' } },
    writes: { refunding: [refundFailed], refund_failed: [refundFailed] },
    otherwise: always(ignore('refund-not-awaited')),
  },
  {
    what: 'an operator retries the refund',
    when: { type: 'RetryRefund' },
    writes: { refund_failed: [refundRequested] },
    otherwise: notRefundFailed,
  },
]

describe.each(rules)('$what', ({ when, writes, otherwise }) => {
  test.each(statuses.filter((status) => status !== 'none'))('when %s', (status) => {
    expect(given(...story[status]).when(when)).toEqual(writes[status] ?? otherwise(status))
  })
})

describe('the books', () => {
  const books = (events: readonly PaymentEvent[]) => {
    const state = stateAfter(events)
    return state.status === 'none' ? undefined : [state.captured, state.refunded, state.refusals]
  }

  test('nothing is captured by a request', () => expect(books([requested])).toEqual([eur(0), eur(0), 0]))
  test('a processed payment is captured whole', () => expect(books(story.processed)).toEqual([amount, eur(0), 0]))
  test('what the void found captured counts as captured', () =>
    expect(books([requested, failed('deadline'), refundRequested])).toEqual([amount, eur(0), 0]))
  test('a refund gives back all of it', () => expect(books(story.refunded)).toEqual([amount, amount, 0]))
  test('what an operator gives back is not what the provider gave back', () =>
    expect(books(story.refund_settled)).toEqual([amount, eur(0), REFUND_ATTEMPTS]))
  test('refusals are counted, also over an operator’s retry', () =>
    expect(books([...story.refund_failed, refundRequested, refundFailed])).toEqual([amount, eur(0), 2]))
  test('it is remembered since when the refund is refused', () => {
    const later = [refundRequested, refundFailed].reduce(
      (state, event) => evolve(state, event, '2030-05-02T10:00:00.000Z'),
      stateAfter(story.refund_failed),
    )
    expect(later).toMatchObject({ refusals: 2, refusedSince: TIME })
  })
  test('events of a stream without a beginning say nothing', () =>
    expect(evolve(initialState, refunded, TIME)).toBe(initialState))
})
