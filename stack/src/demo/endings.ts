import { ORDINARY, type Wishes } from '../guest/guest.ts'

/** What must be so of a saga that has ended, seen over HTTP. */
export interface Remains {
  /** Nothing of the account's credit is still reserved, and this much is due: the order's balance, or nothing. */
  readonly credit: 'debited' | 'free'
  readonly seats: 'taken' | 'free'
  readonly money: 'captured' | 'none'
}

const DELIVERED: Remains = { credit: 'debited', seats: 'taken', money: 'captured' }
const NOTHING: Remains = { credit: 'free', seats: 'free', money: 'none' }

/** One way for a saga to end: what is different about the guest, and what must come of it. */
export interface Ending {
  readonly number: number
  readonly given: string
  readonly wishes: Wishes
  /** The answer to POST /reservations: its status, and the slug of its problem if it is one. */
  readonly answer: { readonly status: number; readonly problem?: string }
  /** The event that ends the saga; none if nothing was written. */
  readonly event?: string
  /** The reason that the order gives for being cancelled. */
  readonly reason?: string
  readonly remains: Remains
}

export const ENDINGS: readonly Ending[] = [
  {
    number: 1,
    given: 'enough seats, credit, a good card, a served address',
    wishes: ORDINARY,
    answer: { status: 202 },
    event: 'OrderDelivered',
    remains: DELIVERED,
  },
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
    answer: { status: 202 },
    event: 'OrderCancelled',
    reason: 'credit_refused',
    remains: NOTHING,
  },
  {
    number: 5,
    given: 'card declined',
    wishes: { ...ORDINARY, cardToken: 'tok_declined' },
    answer: { status: 202 },
    event: 'OrderCancelled',
    reason: 'payment_failed',
    remains: NOTHING,
  },
]

/** What is to be seen at the end, in the words of the domain. */
export function endsWith({ answer, event, reason }: Ending): string {
  const refusal = answer.problem ? `${answer.status} ${answer.problem}` : undefined
  const last = event && reason ? `${event}{${reason}}` : event
  return [refusal, last].filter((part) => part !== undefined).join(', ')
}
