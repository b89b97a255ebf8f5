/** A row of the domain's table of endings. */
export interface Row {
  readonly number: number
  readonly given: string
  readonly ends: string
  /** What must be undone completely; the money of ending 12 is the exception. */
  readonly undone: string
}

/** Every ending, in the words of the domain. */
export const ROWS: readonly Row[] = (
  [
    ['enough seats, credit, a good card, a served address', 'OrderDelivered', 'credit debited'],
    ['too few seats left', '409 `evening-full`, ReservationRejected', '–'],
    [
      'a kit that the evening does not offer',
      '422 `unknown-kit` (and OrderCancelled{invalid_order} should such an event ever be on the topic)',
      'seats, credit',
    ],
    ['balance above the credit available', 'OrderCancelled{credit_refused}', 'seats'],
    ['card declined', 'OrderCancelled{payment_failed}', 'seats, credit'],
    ['provider never answers before the deadline', 'as 5, and whatever it charged is refunded', 'seats, credit, money'],
    ['provider charges but its answer is lost', 'one charge only, OrderDelivered', '–'],
    ['the hold expires first', 'OrderCancelled{hold_expired}', 'seats, credit, money'],
    [
      'guest cancels at any moment before dispatch',
      'OrderCancelled{guest_cancelled}, or the ending that came first',
      'seats, credit, money, parcel',
    ],
    ['guest cancels after dispatch', 'OrderCancellationRejected, later OrderDelivered (or 11)', 'credit debited'],
    ['address not served, or parcel lost twice', 'OrderCancelled{cannot_ship}', 'seats, credit, money'],
    [
      'refund refused by the provider',
      'PaymentRefundFailed, retried, then parked and visible to an operator',
      "seats, credit; the money is on the operator's list",
    ],
    [
      'duplicates, reordering, redelivery, a crash of anything at any moment',
      'one of the endings that its inputs and timers allow',
      'as above',
    ],
  ] as const
).map(([given, ends, undone], index) => ({ number: index + 1, given, ends, undone }))

/** A row as the name of a test. */
export const rowText = (number: number): string => {
  const { given, ends, undone } = ROWS[number - 1]!
  return `${number} | ${given} | ${ends} | ${undone}`
}

/** The state that a saga must leave behind when it has ended. */
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

/** How a saga ends: the event that ends it, its reason if it has one, and the state that it leaves. */
export interface Result {
  readonly event?: string
  readonly reason?: string
  readonly remains: Remains
}

/** What sets one guest apart from an ordinary one, for whom everything goes well. */
export interface Wishes {
  readonly seats?: number
  readonly seatsOfEvening?: number
  readonly creditLimitCents?: number
  readonly sku?: string
  readonly cardToken?: string
  readonly postcode?: string
  /** How long the evening holds unpaid seats. */
  readonly holdSeconds?: number
  /** The guest cancels when this event of the saga has been seen. */
  readonly cancelsAfter?: string
}

/** One way for a saga to end: what is different about the guest, and what must come of it. */
export interface Ending extends Result {
  /** Its row. */
  readonly number: number
  readonly given: string
  readonly wishes: Wishes
  /** The response to POST /reservations: its status, and the problem's slug if it is a problem. */
  readonly answer: { readonly status: number; readonly problem?: string }
  /** An event that the saga must have before it ends. */
  readonly passes?: string
  /** The result if the saga ends before the guest has cancelled. */
  readonly cameFirst?: Result
  /** The labels (`label.ts`) that the saga may have if no fault happens. */
  readonly calmly: readonly string[]
}

const CANCELS = 'guest cancels'

export const ENDINGS: readonly Ending[] = [
  {
    number: 1,
    given: 'enough seats, credit, a good card, a served address',
    wishes: {},
    ...delivered,
    calmly: ['delivered'],
  },
  {
    number: 2,
    given: 'too few seats left',
    wishes: { seats: 3, seatsOfEvening: 2 },
    answer: { status: 409, problem: 'evening-full' },
    event: 'ReservationRejected',
    remains: NOTHING,
    calmly: ['evening full'],
  },
  {
    number: 3,
    given: 'a kit that the evening does not offer',
    wishes: { sku: 'unheard-of' },
    answer: { status: 422, problem: 'unknown-kit' },
    remains: NOTHING,
    calmly: ['unknown-kit'],
  },
  {
    number: 4,
    given: 'balance above the credit available',
    wishes: { creditLimitCents: 5000 },
    ...cancelled('credit_refused'),
    calmly: ['credit_refused'],
  },
  {
    number: 5,
    given: 'card declined',
    wishes: { cardToken: 'tok_declined' },
    ...cancelled('payment_failed'),
    calmly: ['payment_failed'],
  },
  {
    number: 6,
    given: 'provider never answers, and charges nothing',
    wishes: { cardToken: 'tok_never' },
    ...cancelled('payment_failed'),
    calmly: ['payment_failed'],
  },
  {
    number: 6,
    given: 'provider never answers, though it has charged',
    wishes: { cardToken: 'tok_charged_silently' },
    ...cancelled('payment_failed'),
    passes: 'PaymentRefunded',
    calmly: ['payment_failed (refunded)'],
  },
  {
    number: 7,
    given: 'provider charges, but its answer is lost',
    wishes: { cardToken: 'tok_lost_answer' },
    ...delivered,
    calmly: ['delivered'],
  },
  {
    number: 8,
    given: 'the hold expires before a slow card is charged',
    wishes: { cardToken: 'tok_slow', holdSeconds: 1 },
    ...cancelled('hold_expired'),
    calmly: ['hold_expired'],
  },
  {
    number: 9,
    given: `${CANCELS} before the card is charged`,
    wishes: { cardToken: 'tok_slow', cancelsAfter: 'PaymentRequested' },
    ...cancelled('guest_cancelled'),
    cameFirst: delivered,
    calmly: ['guest_cancelled'],
  },
  {
    number: 9,
    given: `${CANCELS} while the parcel is booked`,
    wishes: { cancelsAfter: 'ShipmentScheduled' },
    ...cancelled('guest_cancelled'),
    passes: 'PaymentRefunded',
    cameFirst: delivered,
    calmly: ['guest_cancelled (refunded)', 'delivered (cancellation rejected)'],
  },
  {
    number: 10,
    given: `${CANCELS} after dispatch`,
    wishes: { cancelsAfter: 'OrderDispatched' },
    ...delivered,
    passes: 'OrderCancellationRejected',
    calmly: ['delivered (cancellation rejected)'],
  },
  {
    number: 11,
    given: 'address not served',
    wishes: { postcode: '00000' },
    ...cancelled('cannot_ship'),
    passes: 'PaymentRefunded',
    calmly: ['cannot_ship (refunded)'],
  },
  {
    number: 11,
    given: 'parcel lost once',
    wishes: { postcode: '99998' },
    ...delivered,
    passes: 'ShipmentLost',
    calmly: ['delivered (a parcel lost)'],
  },
  {
    number: 11,
    given: 'parcel lost twice',
    wishes: { postcode: '99999' },
    ...cancelled('cannot_ship'),
    passes: 'PaymentRefunded',
    calmly: ['cannot_ship (both parcels lost, refunded)'],
  },
  {
    number: 12,
    given: 'refund refused at first',
    wishes: { postcode: '00000', cardToken: 'tok_refund_retry' },
    ...cancelled('cannot_ship'),
    passes: 'PaymentRefunded',
    calmly: ['cannot_ship (refunded)'],
  },
  {
    number: 12,
    given: 'refund refused for ever',
    wishes: { postcode: '00000', cardToken: 'tok_refund_never' },
    ...cancelled('cannot_ship', { ...NOTHING, money: 'owed' }),
    passes: 'PaymentRefundFailed',
    calmly: ['cannot_ship (refund on the operator’s list)', 'cannot_ship (refund settled by hand)'],
  },
]

/** What can be observed at the end, in the words of the domain. */
export function endsWith({ answer, event, reason }: Pick<Ending, 'answer' | 'event' | 'reason'>): string {
  const refusal = answer.problem ? `${answer.status} ${answer.problem}` : undefined
  const last = event && reason ? `${event}{${reason}}` : event
  return [refusal, last].filter((part) => part !== undefined).join(', ')
}

/** Every label without its notes. `invalid_order` happens only if an event was forged. */
export const OUTCOMES: ReadonlySet<string> = new Set([
  ...ENDINGS.flatMap(({ calmly }) => calmly.map((label) => label.replace(/ \(.*/, ''))),
  'invalid_order',
])
