/** How the provider behaves for a card. */
export interface Card {
  readonly outcome: 'captured' | 'declined' | 'untouched'
  /** `lost_once`: the first response to the charge is lost. */
  readonly answer: 'told' | 'lost_once' | 'never'
  readonly slow: boolean
  /** Number of 503 responses per key before a charge is processed. */
  readonly unreachableTimes: number
  readonly refusesRefunds: RefusedRefunds
}

/** How many refunds per reference are refused before one succeeds. */
export type RefusedRefunds = number | 'all'

const APPROVED: Card = {
  outcome: 'captured',
  answer: 'told',
  slow: false,
  unreachableTimes: 0,
  refusesRefunds: 0,
}
const DECLINED: Card = { ...APPROVED, outcome: 'declined' }

const CARDS = new Map<string, Card>([
  ['tok_ok', APPROVED],
  ['tok_declined', DECLINED],
  ['tok_slow', { ...APPROVED, slow: true }],
  ['tok_lost_answer', { ...APPROVED, answer: 'lost_once' }],
  ['tok_unreachable', { ...APPROVED, unreachableTimes: 3 }],
  ['tok_never', { ...APPROVED, outcome: 'untouched', answer: 'never' }],
  ['tok_charged_silently', { ...APPROVED, answer: 'never' }],
  ['tok_refund_retry', { ...APPROVED, refusesRefunds: 2 }],
  ['tok_refund_never', { ...APPROVED, refusesRefunds: 'all' }],
])

/** The behaviour of a card token; unlisted tokens are declined. */
export const cardOf = (token: string): Card => CARDS.get(token) ?? DECLINED
