import { ORDINARY, type Wishes } from '@bistro/client'

/** The part of a stored event that decides whether an ending is allowed. */
export interface SagaFact {
  readonly type: string
  readonly timeMs: number
  readonly data: { readonly reason?: string; readonly holdExpiresAt?: string }
}

export interface SagaInputs {
  readonly wishes: Wishes
  readonly asksForCancellation: boolean
  /** The account has credit for a few sagas. */
  readonly isTight: boolean
  /** Services whose clock was moved while this saga may have been open: their times prove nothing. */
  readonly movedClocks: ReadonlySet<string>
}

const NEVER_CHARGED = ['tok_declined', 'tok_never', 'tok_charged_silently']
const NEVER_DELIVERED = ['00000', '99999']
/** A timer counts from the beginning of its transaction, by the database's clock; an event is dated after loading, by the service's clock. */
const TOLERANCE_MS = 1_000

/** Why a saga's ending is wrong; undefined if its inputs and its timers allow the ending. */
export function wrongEnding(inputs: SagaInputs, facts: readonly SagaFact[], deadlineMs: number): string | undefined {
  const ends = facts.filter(({ type }) => type === 'OrderDelivered' || type === 'OrderCancelled')
  const [end] = ends
  if (!end) return 'the saga has not ended'
  if (ends.length > 1) return `the saga ended ${ends.length} times`
  if (end.type === 'OrderDelivered') return whyNotDelivered(inputs)
  return whyNotCancelled(inputs, facts, end.data.reason, deadlineMs)
}

function whyNotDelivered({ wishes }: SagaInputs): string | undefined {
  if (NEVER_CHARGED.includes(wishes.cardToken)) return `delivered with the card ${wishes.cardToken}`
  if (NEVER_DELIVERED.includes(wishes.postcode)) return `delivered to ${wishes.postcode}`
  return isPoor(wishes) ? 'delivered without credit' : undefined
}

function whyNotCancelled(
  inputs: SagaInputs,
  facts: readonly SagaFact[],
  reason: string | undefined,
  deadlineMs: number,
): string | undefined {
  const { wishes, asksForCancellation, isTight } = inputs
  const allowed = (isAllowed: boolean) =>
    isAllowed ? undefined : `cancelled with ${reason}, which its inputs do not allow`
  if (reason === 'credit_refused') return allowed(isPoor(wishes) || isTight)
  if (reason === 'guest_cancelled') return allowed(asksForCancellation)
  if (reason === 'cannot_ship') return allowed(NEVER_DELIVERED.includes(wishes.postcode))
  if (reason === 'hold_expired') return allowed(hasHoldExpired(inputs, facts))
  if (reason === 'payment_failed') return allowed(hasPaymentFailed(inputs, facts, deadlineMs))
  return `cancelled for an unknown reason: ${reason}`
}

const isPoor = ({ creditLimitCents }: Wishes): boolean => creditLimitCents < ORDINARY.creditLimitCents

function hasHoldExpired({ movedClocks }: SagaInputs, facts: readonly SagaFact[]): boolean {
  const expired = facts.find(({ type }) => type === 'ReservationExpired')
  const held = facts.find(({ type }) => type === 'ReservationHeld')
  if (!expired || !held) return false
  return movedClocks.has('reservation') || expired.timeMs >= Date.parse(held.data.holdExpiresAt ?? '') - TOLERANCE_MS
}

function hasPaymentFailed(
  { wishes, movedClocks }: SagaInputs,
  facts: readonly SagaFact[],
  deadlineMs: number,
): boolean {
  const failed = facts.find(({ type }) => type === 'PaymentFailed')
  const requested = facts.find(({ type }) => type === 'PaymentRequested')
  if (!failed || !requested) return false
  if (failed.data.reason === 'declined') return wishes.cardToken === 'tok_declined'
  if (failed.data.reason !== 'deadline') return false
  return movedClocks.has('payment') || failed.timeMs - requested.timeMs >= deadlineMs - TOLERANCE_MS
}
