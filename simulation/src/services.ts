import { customer } from '@bistro/customer/service'
import type { Owner } from '@bistro/events'
import type { Service } from '@bistro/kit'
import { order } from '@bistro/order/service'
import { createService as createPayment } from '@bistro/payment/service'
import { reservation } from '@bistro/reservation/service'
import { createService as createShipping } from '@bistro/shipping/service'

/** The five services as they are in production, with production's own times. */
export type Services = Readonly<Record<Owner, Service>>

const PAYMENT_DEADLINE_MS = 8_000
const REFUND_BACKOFF_MS = 1_000
const TRACKING_MS = 30_000

export const realServices = (): Services => ({
  customer,
  reservation,
  order,
  payment: createPayment({ deadlineMs: PAYMENT_DEADLINE_MS, refundBackoffMs: REFUND_BACKOFF_MS }),
  shipping: createShipping({ trackingMs: TRACKING_MS }),
})
