// Generated from the list of services: type npm run generate.

import type { paths as customerPaths } from './customer.ts'
import type { paths as reservationPaths } from './reservation.ts'
import type { paths as orderPaths } from './order.ts'
import type { paths as paymentPaths } from './payment.ts'
import type { paths as shippingPaths } from './shipping.ts'
import type { paths as notificationPaths } from './notification.ts'

/** The routes of each service, as its OpenAPI document has them. */
export interface ServicePaths {
  readonly customer: customerPaths
  readonly reservation: reservationPaths
  readonly order: orderPaths
  readonly payment: paymentPaths
  readonly shipping: shippingPaths
  readonly notification: notificationPaths
}
