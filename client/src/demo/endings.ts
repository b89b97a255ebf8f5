import { ORDINARY, type Wishes } from '../guest/guest.ts'

/** What must be so of a saga that has ended, seen over HTTP. */
export interface Remains {
  /** Nothing of the account's credit is still reserved, and this much is due: the order's balance, or nothing. */
  readonly credit: 'debited' | 'free'
  readonly seats: 'taken' | 'free'
  /** `pending`: captured, and on the operator's list because the provider refuses to give it back. */
  readonly money: 'captured' | 'none' | 'owed'
}

const DELIVERED: Remains = { credit: 'debited', seats: 'taken', money: 'captured' }
const NOTHING: Remains = { credit: 'free', seats: 'free', money: 'none' }
const ACCEPTED = { status: 202 }
const cancelled = (reason: string, remains = NOTHING) => ({
  answer: ACCEPTED,
  event: 'OrderCancelled',
  reason,
  remains,
})
const delivered = { answer: ACCEPTED, event: 'OrderDelivered', remains: DELIVERED }

/** What a saga has come to: the event that ends it, its reason if it has one, and what is left behind. */
export interface Result {
  readonly event?: string
  readonly reason?: string
  readonly remains: Remains
}

/** One way for a saga to end: what is different about the guest, and what must come of it. */
export interface Ending extends Result {
  readonly number: number
  readonly given: string
  readonly wishes: Wishes
  /** The answer to POST /reservations: its status, and the slug of its problem if it is one. */
  readonly answer: { readonly status: number; readonly problem?: string }
  /** An event that must have come on the way there. */
  readonly passes?: string
  /** How it ends if that comes before the guest has cancelled. */
  readonly cameFirst?: Result
}

const CANCELS = 'guest cancels'

export const ENDINGS: readonly Ending[] = [
  { number: 1, given: 'enough seats, credit, a good card, a served address', wishes: ORDINARY, ...delivered },
  {
    number: 2,
    given: 'too few seats left',
    wishes: { ...ORDINARY, seats: 3, seatsOfEvening: 2 },
    answer: { status: 409, problem: 'evening-full' },
    event: 'ReservationRejected',
    remains: NOTHING,
  },
  {
    number: 3,
    given: 'a kit that the evening does not offer',
    wishes: { ...ORDINARY, sku: 'unheard-of' },
    answer: { status: 422, problem: 'unknown-kit' },
    remains: NOTHING,
  },
  {
    number: 4,
    given: 'balance above the credit available',
    wishes: { ...ORDINARY, creditLimitCents: 5000 },
    ...cancelled('credit_refused'),
  },
  {
    number: 5,
    given: 'card declined',
    wishes: { ...ORDINARY, cardToken: 'tok_declined' },
    ...cancelled('payment_failed'),
  },
  {
    number: 6,
    given: 'provider never answers, and charges nothing',
    wishes: { ...ORDINARY, cardToken: 'tok_never' },
    ...cancelled('payment_failed'),
  },
  {
    number: 6,
    given: 'provider never answers, though it has charged',
    wishes: { ...ORDINARY, cardToken: 'tok_charged_silently' },
    ...cancelled('payment_failed'),
    passes: 'PaymentRefunded',
  },
  {
    number: 7,
    given: 'provider charges, but its answer is lost',
    wishes: { ...ORDINARY, cardToken: 'tok_lost_answer' },
    ...delivered,
  },
  {
    number: 8,
    given: 'the hold expires before a slow card is charged',
    wishes: { ...ORDINARY, cardToken: 'tok_slow', holdSeconds: 1 },
    ...cancelled('hold_expired'),
  },
  {
    number: 9,
    given: `${CANCELS} before the card is charged`,
    wishes: { ...ORDINARY, cardToken: 'tok_slow', cancelsAfter: 'PaymentRequested' },
    ...cancelled('guest_cancelled'),
    cameFirst: delivered,
  },
  {
    number: 9,
    given: `${CANCELS} while the parcel is booked`,
    wishes: { ...ORDINARY, cancelsAfter: 'ShipmentScheduled' },
    ...cancelled('guest_cancelled'),
    passes: 'PaymentRefunded',
    cameFirst: delivered,
  },
  {
    number: 10,
    given: `${CANCELS} after dispatch`,
    wishes: { ...ORDINARY, cancelsAfter: 'OrderDispatched' },
    ...delivered,
    passes: 'OrderCancellationRejected',
  },
  {
    number: 11,
    given: 'address not served',
    wishes: { ...ORDINARY, postcode: '00000' },
    ...cancelled('cannot_ship'),
    passes: 'PaymentRefunded',
  },
  {
    number: 11,
    given: 'parcel lost once',
    wishes: { ...ORDINARY, postcode: '99998' },
    ...delivered,
    passes: 'ShipmentLost',
  },
  {
    number: 11,
    given: 'parcel lost twice',
    wishes: { ...ORDINARY, postcode: '99999' },
    ...cancelled('cannot_ship'),
    passes: 'PaymentRefunded',
  },
  {
    number: 12,
    given: 'refund refused at first',
    wishes: { ...ORDINARY, postcode: '00000', cardToken: 'tok_refund_retry' },
    ...cancelled('cannot_ship'),
    passes: 'PaymentRefunded',
  },
  {
    number: 12,
    given: 'refund refused for ever',
    wishes: { ...ORDINARY, postcode: '00000', cardToken: 'tok_refund_never' },
    ...cancelled('cannot_ship', { ...NOTHING, money: 'owed' }),
    passes: 'PaymentRefundFailed',
  },
]

const PAST_DEADLINE: Result = { event: 'OrderCancelled', reason: 'payment_failed', remains: NOTHING }
const HOLD_EXPIRED: Result = { event: 'OrderCancelled', reason: 'hold_expired', remains: NOTHING }

/**
 * How an ending may go otherwise if something was down meanwhile: deadlines and holds count on, and a charge that was to
 * come after a hold may come before it.
 */
export function afterOutage({ reason, answer, wishes, remains }: Ending): Result[] {
  if (answer.status !== ACCEPTED.status || reason === 'credit_refused') return []
  return [
    PAST_DEADLINE,
    ...(remains.money === 'owed' ? [{ ...PAST_DEADLINE, remains }] : []),
    ...(wishes.holdSeconds ? [HOLD_EXPIRED, delivered] : []),
  ]
}

/** What is to be seen at the end, in the words of the domain. */
export function endsWith({ answer, event, reason }: Pick<Ending, 'answer' | 'event' | 'reason'>): string {
  const refusal = answer.problem ? `${answer.status} ${answer.problem}` : undefined
  const last = event && reason ? `${event}{${reason}}` : event
  return [refusal, last].filter((part) => part !== undefined).join(', ')
}
