import { ENDINGS, ORDINARY, type Wishes } from '@bistro/client'
import { describe, expect, it } from 'vitest'
import { type SagaFact, type SagaInputs, wrongEnding } from '../src/checks/endings.ts'

const DEADLINE_MS = 5_000
const HOLD_MS = 1_000

const fact = (type: string, timeMs: number, data: SagaFact['data'] = {}): SagaFact => ({ type, timeMs, data })
const inputs = (wishes: Partial<Wishes> = {}, rest: Partial<SagaInputs> = {}): SagaInputs => ({
  wishes: { ...ORDINARY, ...wishes },
  asksForCancellation: false,
  isTight: false,
  movedClocks: new Set(),
  ...rest,
})
const cancelled = (reason: string) => fact('OrderCancelled', 9_000, { reason })
const delivered = fact('OrderDelivered', 9_000)
const failed = (reason: string, afterMs: number) => [
  fact('PaymentRequested', 0),
  fact('PaymentFailed', afterMs, { reason }),
  cancelled('payment_failed'),
]
const expired = (afterMs: number) => [
  fact('ReservationHeld', 0, { holdExpiresAt: new Date(HOLD_MS).toISOString() }),
  fact('ReservationExpired', afterMs),
  cancelled('hold_expired'),
]
const wrong = (given: SagaInputs, facts: readonly SagaFact[]) => wrongEnding(given, facts, DEADLINE_MS)

describe('allowed endings', () => {
  it.each(ENDINGS.filter(({ event }) => event === 'OrderDelivered' || event === 'OrderCancelled'))(
    '$number | $given: as the demonstration has it',
    ({ wishes, event, reason }) => {
      const given = inputs(wishes, { asksForCancellation: wishes.cancelsAfter !== undefined })
      const before =
        reason === 'hold_expired'
          ? expired(HOLD_MS)
          : failed(wishes.cardToken === 'tok_declined' ? 'declined' : 'deadline', DEADLINE_MS)
      const end = fact(event ?? '', 9_000, { reason })
      expect(wrong(given, [...before.slice(0, -1), end])).toBeUndefined()
    },
  )

  it.each([
    ['nothing', inputs(), [], 'the saga has not ended'],
    ['two ends', inputs(), [delivered, delivered], 'the saga ended 2 times'],
    ['a declined card', inputs({ cardToken: 'tok_declined' }), [delivered], 'delivered with the card tok_declined'],
    ['a card that is never charged', inputs({ cardToken: 'tok_never' }), [delivered], 'delivered with'],
    ['an address that is not served', inputs({ postcode: '00000' }), [delivered], 'delivered to 00000'],
    ['no credit', inputs({ creditLimitCents: 5_000 }), [delivered], 'delivered without credit'],
    ['credit', inputs(), [cancelled('credit_refused')], 'credit_refused'],
    ['nobody who cancels', inputs(), [cancelled('guest_cancelled')], 'guest_cancelled'],
    ['a good address', inputs(), [cancelled('cannot_ship')], 'cannot_ship'],
    ['one loss', inputs({ postcode: '99998' }), [cancelled('cannot_ship')], 'cannot_ship'],
    ['a good card', inputs(), failed('declined', 100), 'payment_failed'],
    ['a deadline that has not passed', inputs(), failed('deadline', DEADLINE_MS - 1_100), 'payment_failed'],
    ['a hold that has not run out', inputs(), expired(HOLD_MS - 1_100), 'hold_expired'],
    ['a menu', inputs(), [cancelled('invalid_order')], 'unknown reason'],
  ])('%s, and it ends otherwise', (_, given, facts, message) => {
    expect(wrong(given, facts)).toContain(message)
  })

  it.each([
    ['a deadline that has passed for a good card', inputs(), failed('deadline', DEADLINE_MS)],
    ['a hold that has run out', inputs(), expired(HOLD_MS)],
    ['an account with little credit', inputs({}, { isTight: true }), [cancelled('credit_refused')]],
    ['a clock of payment that was moved', inputs({}, { movedClocks: new Set(['payment']) }), failed('deadline', 1)],
    ['a clock of reservation likewise', inputs({}, { movedClocks: new Set(['reservation']) }), expired(1)],
  ])('%s', (_, given, facts) => {
    expect(wrong(given, facts)).toBeUndefined()
  })
})
