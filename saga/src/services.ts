import { application as customer } from '@bistro/customer/application'
import type { Owner } from '@bistro/events'
import type { Service } from '@bistro/kit'
import { application as order } from '@bistro/order/application'
import { application as payment } from '@bistro/payment/application'
import { application as reservation } from '@bistro/reservation/application'
import { application as shipping } from '@bistro/shipping/application'

/** What the definitions do not depend on: nothing is called, and no time passes, where they are only read. */
const PSP = { BISTRO_PSP_URL: 'http://psp.invalid', BISTRO_PSP_SECRET: 'none' }
const TIMES = { BISTRO_PAYMENT_DEADLINE_MS: 1, BISTRO_REFUND_BACKOFF_MS: 1 }
const CARRIER = { BISTRO_CARRIER_URL: 'http://carrier.invalid', BISTRO_CARRIER_WEBHOOK_SECRETS: 'none' }

/** The five services with their routes, to be read and not to be run. */
export const applications = {
  customer: customer.build({}),
  reservation: reservation.build({}),
  order: order.build({}),
  payment: payment.build({ ...PSP, ...TIMES }),
  shipping: shipping.build(CARRIER),
} satisfies Record<Owner, unknown>

/** The five services as values. */
export const services: Readonly<Record<Owner, Service>> = {
  customer: applications.customer.service,
  reservation: applications.reservation.service,
  order: applications.order.service,
  payment: applications.payment.service,
  shipping: applications.shipping.service,
}
