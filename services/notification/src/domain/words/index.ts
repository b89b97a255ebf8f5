import type { Message, News } from '../correspondence/index.ts'
import { moneyBack, whyCancelled } from './cancelled.ts'
import { inWords as money } from './money.ts'

/** What stands in a mail's subject, and first in a message of the channel. */
export function subjectOf(news: News): string {
  switch (news.kind) {
    case 'held':
      return 'We hold your seats'
    case 'confirmed':
      return 'Your reservation is confirmed'
    case 'cancelled':
      return 'Your reservation is cancelled'
    case 'on_its_way':
      return 'Your menu kits are on their way'
    case 'delivered':
      return 'Your menu kits have arrived'
    case 'refund_late':
      return 'Your refund takes longer'
    case 'refund_left':
      return 'A refund is left to an operator'
    default:
      return news satisfies never
  }
}

/** The text of a mail. @param link to the page that shows the news */
export const mailText = ({ letter: { news }, name, reservationId }: Message, link: string): string =>
  `Dear ${name},\n\n${sentenceOf(news)}\n\nSee for yourself: ${link}\n\nSaga Bistro, Chef's Table at Home\nReservation ${reservationId}\n`

/** The text of a message to the operators' channel. */
export const alertText = ({ letter: { news }, reservationId }: Message, link: string): string =>
  `${subjectOf(news)}. ${sentenceOf(news)} Reservation ${reservationId}: ${link}`

function sentenceOf(news: News): string {
  switch (news.kind) {
    case 'held':
      return `we hold ${seats(news.seats)} for you until ${news.holdExpiresAt.slice(11, 16)} UTC, while your deposit is charged.`
    case 'confirmed':
      return `your reservation of ${seats(news.seats)} is confirmed. We send the menu kits before the evening.`
    case 'cancelled':
      return `your reservation is cancelled: ${whyCancelled(news.reason)} ${moneyBack(news)}`
    case 'on_its_way':
      return 'the parcel with your menu kits has left us. From here on the reservation cannot be cancelled.'
    case 'delivered':
      return `your menu kits have arrived. The balance of ${money(news.balance)} is due on your house account. Enjoy the evening!`
    case 'refund_late':
      return `your deposit of ${money(news.amount)} is yours, but your bank does not take it back yet. We try again, and look after it ourselves if that fails.`
    case 'refund_left':
      return `The card provider has refused to give back ${money(news.amount)}, and is not asked any more.`
    default:
      return news satisfies never
  }
}

const seats = (number: number): string => (number === 1 ? 'one seat' : `${number} seats`)
