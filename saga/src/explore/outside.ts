import { SAMPLE } from '@bistro/events/contract'
import type { AnyCommand } from '@bistro/kit'
import { NOW } from '@bistro/kit/testing'
import type { ServiceName } from '@bistro/services'

/** A command that comes over HTTP. */
export interface OutsideCommand {
  readonly service: ServiceName
  readonly aggregate: string
  /** How it is asked for. */
  readonly name: string
  readonly command: AnyCommand
}

const { address, creditLimit, customerId, email, eveningId, kits, name, reservationId, seats } = SAMPLE
const evening = { ...SAMPLE, type: 'OpenEvening' }
const reserve = {
  type: 'Reserve',
  ...{ reservationId, customerId, eveningId, seats, kits },
  cardToken: SAMPLE.cardToken,
}
const known = { customerKnown: true, evening: SAMPLE, now: NOW }
const news = (kind: string) => ({ type: 'ReportParcel', kind, trackingNumber: 'BC1', address })

export const RESERVE = 'POST /reservations'
export const DISPATCHED = 'carrier: dispatched'
export const DELIVERED = 'carrier: delivered'

const command = (
  service: ServiceName,
  aggregate: string,
  name: string,
  command: AnyCommand & Readonly<Record<string, unknown>>,
): OutsideCommand => ({
  service,
  aggregate,
  name,
  command,
})

/** What comes from guests, operators and the carrier: routes are no part of a service's value, so they are listed here. */
export const OUTSIDE_COMMANDS: readonly OutsideCommand[] = [
  command('customer', 'account', 'POST /customers', {
    type: 'Register',
    customerId,
    name,
    email,
    address,
    creditLimit,
  }),
  command('customer', 'account', 'PUT /customers/:id/address', {
    type: 'ChangeAddress',
    customerId,
    address: { ...address, city: 'Lyon' },
  }),
  command('customer', 'account', 'PUT /customers/:id/credit-limit', {
    type: 'ChangeCreditLimit',
    customerId,
    creditLimit: { amount: 1, currency: 'EUR' },
  }),
  command('reservation', 'evening', 'POST /evenings', evening),
  command('reservation', 'reservation', RESERVE, { ...reserve, ...known }),
  command('reservation', 'reservation', RESERVE, { ...reserve, ...known, seats: seats + 1 }),
  command('reservation', 'reservation', 'POST /reservations/:id/cancellation', { type: 'RequestCancellation' }),
  command('payment', 'payment', 'POST /payments/:orderId/refund-retry', { type: 'RetryRefund' }),
  command('payment', 'payment', 'POST /payments/:orderId/refund-settlement', {
    type: 'SettleRefund',
    why: 'any',
    reference: null,
  }),
  ...[1, 2].flatMap((attempt) => [
    command('shipping', 'shipment', DISPATCHED, { ...news('dispatched'), attempt }),
    command('shipping', 'shipment', 'carrier: lost', { ...news('lost'), attempt }),
    command('shipping', 'shipment', DELIVERED, { ...news('delivered'), attempt }),
  ]),
]

interface Answer {
  readonly status: string
  readonly providerReference?: string
}

/** What a call may be answered; the first is what is hoped for. */
export const ANSWERS: Readonly<Record<string, readonly Answer[]>> = {
  charge: [{ status: 'captured', providerReference: 'ref' }, { status: 'declined' }, { status: 'voided' }],
  void: [{ status: 'voided' }, { status: 'captured' }, { status: 'declined' }],
  refund: [{ status: 'refunded' }, { status: 'refused' }],
  booking: [{ status: 'booked' }, { status: 'refused' }, { status: 'cancelled' }],
  cancellation: [{ status: 'cancelled' }, { status: 'too_late' }],
  tracking: ['dispatched', 'lost', 'delivered'].map((status) => ({ status, trackingNumber: 'BC1' })),
}
