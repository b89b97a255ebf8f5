import type { SagaSummary } from '@bistro/gateway/contract'

/** What the guest wants, and what is behind the card and the address. */
export interface Choice {
  readonly seats: number
  readonly sku: string
  readonly quantity: number
  readonly cardToken: string
  readonly postcode: string
  /** In minor units. */
  readonly creditLimit: number
  /** Of an evening that is opened for it. */
  readonly seatsOfEvening: number
  readonly holdSeconds?: number
  /** The guest cancels when the saga has this event. */
  readonly cancelsAfter?: string
}

export interface Scenario {
  readonly name: string
  readonly what: string
  readonly ends: Pick<SagaSummary, 'status' | 'reason'>
  readonly choice: Choice
}

export interface Kit {
  readonly sku: string
  readonly name: string
  readonly price: { readonly amount: number; readonly currency: string }
}

export const KITS: readonly Kit[] = [
  { sku: 'tasting-menu', name: 'Tasting menu, five courses', price: { amount: 4000, currency: 'EUR' } },
  { sku: 'wine', name: 'Wine for two', price: { amount: 2500, currency: 'EUR' } },
]

export const ORDINARY: Choice = {
  seats: 2,
  sku: 'tasting-menu',
  quantity: 2,
  cardToken: 'tok_ok',
  postcode: '75011',
  creditLimit: 100_000,
  seatsOfEvening: 12,
}

const delivered = { status: 'delivered' } as const
const cancelled = (reason: string) => ({ status: 'cancelled', reason }) as const
const scenario = (name: string, what: string, ends: Scenario['ends'], choice: Partial<Choice> = {}): Scenario => ({
  name,
  what,
  ends,
  choice: { ...ORDINARY, ...choice },
})

/** Every way in which a saga may go, by card, address, credit, evening and the guest's mind. */
export const SCENARIOS: readonly Scenario[] = [
  scenario('Everything goes well', 'Seats, credit, card and address are good.', delivered),
  scenario(
    'Card declined',
    'The provider declines the card: seats and credit are given back.',
    cancelled('payment_failed'),
    {
      cardToken: 'tok_declined',
    },
  ),
  scenario('Answer lost', 'The provider charges, but its answer is lost. Asked again, it charges once.', delivered, {
    cardToken: 'tok_lost_answer',
  }),
  scenario('Provider in trouble', 'The provider answers 503 three times, then approves.', delivered, {
    cardToken: 'tok_unreachable',
  }),
  scenario(
    'Provider never answers',
    'At the deadline the charge is given up and voided.',
    cancelled('payment_failed'),
    {
      cardToken: 'tok_never',
    },
  ),
  scenario(
    'Charged silently',
    'The provider charges and never says so: the void finds it, and it is refunded.',
    cancelled('payment_failed'),
    {
      cardToken: 'tok_charged_silently',
    },
  ),
  scenario('Credit too low', 'The balance is above the credit of the account.', cancelled('credit_refused'), {
    creditLimit: 100,
  }),
  scenario(
    'Evening full',
    'One seat is left, and two are asked for.',
    { status: 'rejected', reason: 'evening_full' },
    { seatsOfEvening: 1 },
  ),
  scenario('Hold expires', 'A slow card, and seats that are held for one second.', cancelled('hold_expired'), {
    cardToken: 'tok_slow',
    holdSeconds: 1,
  }),
  scenario(
    'Address not served',
    'The carrier refuses the parcel after the card was charged.',
    cancelled('cannot_ship'),
    {
      postcode: '00000',
    },
  ),
  scenario('Parcel lost once', 'The carrier loses the first parcel and delivers the second.', delivered, {
    postcode: '99998',
  }),
  scenario('Parcel lost twice', 'Both parcels are lost: everything is undone, late.', cancelled('cannot_ship'), {
    postcode: '99999',
  }),
  scenario('Guest cancels', 'The guest changes their mind at once.', cancelled('guest_cancelled'), {
    cancelsAfter: 'ReservationHeld',
  }),
  scenario('Guest cancels too late', 'The parcel has left: the cancellation is rejected.', delivered, {
    cancelsAfter: 'ShipmentDispatched',
  }),
  scenario('Refund refused at first', 'The provider refuses two refunds, then pays.', cancelled('cannot_ship'), {
    cardToken: 'tok_refund_retry',
    postcode: '00000',
  }),
  scenario(
    'Refund refused',
    'The provider refuses every refund: it lands on the operator’s list.',
    cancelled('cannot_ship'),
    {
      cardToken: 'tok_refund_never',
      postcode: '00000',
    },
  ),
]

export const CARDS = [
  ['tok_ok', 'approves'],
  ['tok_declined', 'declines'],
  ['tok_slow', 'approves after 5 s'],
  ['tok_lost_answer', 'charges, and the answer is lost'],
  ['tok_unreachable', 'answers 503 three times'],
  ['tok_never', 'never answers, charges nothing'],
  ['tok_charged_silently', 'never answers, though it has charged'],
  ['tok_refund_retry', 'refuses the first two refunds'],
  ['tok_refund_never', 'refuses every refund'],
] as const

export const POSTCODES = [
  ['75011', 'delivers'],
  ['00000', 'does not serve it'],
  ['99998', 'loses the first parcel'],
  ['99999', 'loses every parcel'],
] as const
