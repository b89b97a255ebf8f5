import type { News } from '../correspondence/index.ts'
import { inWords } from './money.ts'

type Cancelled = Extract<News, { kind: 'cancelled' }>

const WHY: Readonly<Record<string, string>> = {
  credit_refused: 'the balance does not fit your house account.',
  payment_failed: 'your card was not charged, as your bank declined or did not answer in time.',
  hold_expired: 'the time for which we held the seats is over.',
  guest_cancelled: 'you asked for it.',
  cannot_ship: 'we cannot bring the menu kits to you.',
  invalid_order: 'a menu kit is not on the menu of that evening.',
}

/** Reasons are texts, so that new ones may come. */
export const whyCancelled = (reason: string): string =>
  Object.hasOwn(WHY, reason) ? (WHY[reason] as string) : `${reason.replaceAll('_', ' ')}.`

/** Reasons for which the card was never asked. */
const NEVER_ASKED = ['credit_refused', 'invalid_order']

/** What happens to the deposit. */
export function moneyBack({ reason, deposit, charged }: Cancelled): string {
  if (charged) return `Your deposit of ${inWords(deposit)} goes back to your card.`
  if (NEVER_ASKED.includes(reason)) return 'Your card was not charged.'
  return `Should ${inWords(deposit)} have been charged to your card meanwhile, it all goes back.`
}
