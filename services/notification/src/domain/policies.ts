import { type Policies, type Policy, type TakenEvent, withRow } from '@bistro/kit'
import type { Consumed } from './consumes.ts'
import type { Command, Letter, News } from './correspondence/index.ts'
import { deposits } from './views/deposits.ts'
import { guests } from './views/guests.ts'

type Read = Consumed<
  | 'ReservationHeld'
  | 'Reservation_confirmed'
  | 'OrderCancelled'
  | 'OrderDispatched'
  | 'OrderDelivered'
  | 'PaymentRefundFailed'
>
type Data<T extends Read['type']> = Extract<Read, { type: T }>['data']
/** `service path` */
type Place = readonly [service: string, path: string]

/** What guests and operators are told, and where they see it. */
export const policies: Policies<Read, Command> = {
  ReservationHeld: withRow(guests, {
    stream: (event) => event.reservationId,
    key: (event) => event.customerId,
    command: ({ reservationId, seats, holdExpiresAt }, { name, email }, event) => {
      const letter = letterOf(event, { kind: 'held', seats, holdExpiresAt }, reservationPage(reservationId))
      return { type: 'Greet', reservationId, name, email, letter }
    },
  }),
  Reservation_confirmed: writing<'Reservation_confirmed'>(
    ({ seats }) => ({ kind: 'confirmed', seats }),
    ({ customerId }) => ['customer', `/customers/${customerId}/reservations`],
  ),
  OrderCancelled: withRow(deposits, {
    stream: (event) => event.reservationId,
    key: (event) => event.reservationId,
    command: ({ reservationId, reason }, { amount, charged }, event) => {
      const news = { kind: 'cancelled', reason, deposit: amount, charged } as const
      return { type: 'Write', reservationId, letter: letterOf(event, news, reservationPage(reservationId)) }
    },
  }),
  OrderDispatched: writing<'OrderDispatched'>(
    () => ({ kind: 'on_its_way' }),
    ({ orderId }) => ['shipping', `/shipments/${orderId}`],
  ),
  OrderDelivered: writing<'OrderDelivered'>(
    ({ balance }) => ({ kind: 'delivered', balance }),
    ({ orderId }) => ['order', `/orders/${orderId}`],
  ),
  PaymentRefundFailed: {
    stream: (event) => event.reservationId,
    command: ({ reservationId, orderId, amount }, _, event) => {
      const page: Place = ['payment', `/payments/${orderId}`]
      return {
        type: 'CountRefusal',
        reservationId,
        letter: letterOf(event, { kind: 'refund_late', amount }, page),
        alert: letterOf(event, { kind: 'refund_left', orderId, amount }, page),
      }
    },
  },
}

const reservationPage = (reservationId: string): Place => ['reservation', `/reservations/${reservationId}`]

/** A policy that needs nothing but its event. */
function writing<T extends 'Reservation_confirmed' | 'OrderDispatched' | 'OrderDelivered'>(
  news: (data: Data<T>) => News,
  place: (data: Data<T>) => Place,
): Policy<Data<T>, Command> {
  return {
    stream: (event) => event.reservationId,
    command: (data, _, event) => ({
      type: 'Write',
      reservationId: data.reservationId,
      letter: letterOf(event, news(data), place(data)),
    }),
  }
}

const letterOf = (event: TakenEvent, news: News, [service, path]: Place): Letter => ({
  id: event.id,
  at: event.time,
  news,
  page: { service, path, token: tokenOf(event) },
})

/** `order:<stream>@<version>`: sources are `/services/<name>`. */
const tokenOf = ({ source, stream, version }: TakenEvent): string =>
  `${source.slice(source.lastIndexOf('/') + 1)}:${stream}@${version}`
