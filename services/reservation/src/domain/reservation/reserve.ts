import { type Decision, reject } from '@bistro/kit'
import type { EveningRow } from '../views/evenings.ts'
import type { Reserve } from './commands.ts'
import type { ReservationEvent } from './events.ts'

/** The largest amount of money that the restaurant handles, in minor units. */
const MAX_TOTAL_AMOUNT = 1_000_000_000_000

/** Judged in this order: customer, evening, kits, total, seats. */
export function reserve(command: Reserve, free: number): Decision<ReservationEvent> {
  if (!command.customerKnown) return reject('unknown-customer', { detail: unknownCustomer(command) })
  const { evening } = command
  if (!evening) return reject('unknown-evening', { detail: unknownEvening(command) })
  const unknown = command.kits.map(({ sku }) => sku).filter((sku) => priceOf(evening, sku) === undefined)
  if (unknown.length > 0) return reject('unknown-kit', { skus: unknown, detail: unknownKit(command, unknown) })
  if (totalOf(command, evening) > MAX_TOTAL_AMOUNT) return reject('total-too-large', { detail: TOTAL_TOO_LARGE })
  return command.seats > free ? rejected(command) : held(command, evening)
}

const unknownCustomer = ({ customerId }: Reserve): string =>
  `Customer ${customerId} is unknown, or the registration has not arrived here yet. To wait for it, send the Consistency-Token of its response.`

const unknownEvening = ({ eveningId }: Reserve): string => `There is no evening ${eveningId}. GET /evenings lists them.`

const unknownKit = ({ eveningId }: Reserve, skus: readonly string[]): string =>
  `The evening does not offer ${skus.join(', ')}. GET /evenings/${eveningId} lists its kits.`

const TOTAL_TOO_LARGE = `Seats and kits cost more than ${MAX_TOTAL_AMOUNT} minor units. Reserve fewer.`

function rejected({ reservationId, customerId, eveningId, seats }: Reserve): Decision<ReservationEvent> {
  return [
    { type: 'ReservationRejected', data: { reservationId, customerId, eveningId, seats, reason: 'evening_full' } },
  ]
}

function held(command: Reserve, { holdSeconds }: EveningRow): Decision<ReservationEvent> {
  const { reservationId, customerId, eveningId, seats, kits, cardToken } = command
  const holdExpiresAt = new Date(Date.parse(command.now) + holdSeconds * 1000).toISOString()
  const data = { reservationId, customerId, eveningId, seats, kits, cardToken, holdExpiresAt }
  return [{ type: 'ReservationHeld', data }]
}

const priceOf = (evening: EveningRow, sku: string): number | undefined =>
  evening.kits.find((kit) => kit.sku === sku)?.price.amount

const totalOf = ({ seats, kits }: Reserve, evening: EveningRow): number =>
  kits.reduce(
    (total, { sku, quantity }) => total + quantity * (priceOf(evening, sku) ?? 0),
    seats * evening.pricePerSeat.amount,
  )
