import type { PaymentEvent } from '@bistro/events'
import { clear, effect, timer } from '@bistro/kit'
import { describe, expect, test } from 'vitest'
import type { Command } from './index.ts'
import {
  amount,
  failed,
  paymentId,
  processed,
  refunded,
  refundFailed,
  refundRequested,
  request,
  requested,
  stateAfter,
  story,
  voidRequested,
} from './payment.fixture.ts'
import { DEADLINE, pendingWith } from './pending.ts'
import { charge, refund, voiding } from './provider.ts'
import { REFUND_ATTEMPTS } from './state.ts'

const pendingAfter = pendingWith({ deadlineMs: 8_000, refundBackoffMs: 1_000 })
const undo: Command = { type: 'UndoPayment' }

/** What the last event pendingAfter. */
const pending = (events: readonly PaymentEvent[], command: Command = undo) =>
  events.slice(-1).flatMap((event) => pendingAfter(event, stateAfter(events), command))

const noCharge = [clear(charge), clear(DEADLINE)]
const theRefund = (afterMs: number) => effect(refund, { paymentId, amount }, { afterMs })

test('a request owes the charge with the token of its command, and a deadline', () => {
  expect(pending([requested], request)).toEqual([
    effect(charge, { paymentId, amount, cardToken: 'tok_ok' }),
    timer(DEADLINE, { afterMs: 8_000 }),
  ])
})

test('a request that is only read back knows no card to charge', () => {
  expect(pending([requested])).toEqual([timer(DEADLINE, { afterMs: 8_000 })])
})

test.each([
  ['a processed payment owes nothing any more', [requested, processed], noCharge],
  ['nor does a declined one', [requested, failed('declined')], [...noCharge, clear(voiding)]],
  [
    'after the deadline the void replaces the charge',
    [requested, failed('deadline')],
    [...noCharge, effect(voiding, { paymentId })],
  ],
  [
    'so it does when the charge is refused for good',
    [requested, failed('refused')],
    [...noCharge, effect(voiding, { paymentId })],
  ],
  ['so it does when the order is cancelled', [requested, voidRequested], [...noCharge, effect(voiding, { paymentId })]],
  [
    'a charge that is void owes nothing',
    [requested, voidRequested, failed('order_cancelled')],
    [...noCharge, clear(voiding)],
  ],
  ['a refund is called at once', story.refunding, [clear(voiding), theRefund(0)]],
  ['a refunded payment owes nothing', [...story.refunding, refunded], [clear(refund)]],
  ['nor does one that is settled by hand', story.refund_settled, [clear(refund)]],
])('%s', (_, events, expected) => expect(pending(events)).toEqual(expected))

describe('a refused refund', () => {
  const refused = (times: number) => [...story.refunding, ...Array<PaymentEvent>(times).fill(refundFailed)]

  test.each([
    [1, 1_000],
    [2, 2_000],
    [3, 4_000],
    [4, 8_000],
  ])('is tried again after refusal %i in %i ms', (times, afterMs) => {
    expect(pending(refused(times))).toEqual([theRefund(afterMs)])
  })

  test('is left to an operator after the last attempt', () =>
    expect(pending(refused(REFUND_ATTEMPTS))).toEqual([clear(refund)]))

  test('is tried once for each word of the operator then', () => {
    const retried = [...refused(REFUND_ATTEMPTS), refundRequested]
    expect(pending(retried)).toEqual([clear(voiding), theRefund(0)])
    expect(pending([...retried, refundFailed])).toEqual([clear(refund)])
  })
})
