import { consumes as customerNeeds } from '@bistro/customer/consumes'
import { examples as customer } from '@bistro/customer/contract'
import type { Owner } from '@bistro/events'
import type { NeedsByType } from '@bistro/events/contract'
import type { Story } from '@bistro/kit/testing'
import { consumes as orderNeeds } from '@bistro/order/consumes'
import { examples as order } from '@bistro/order/contract'
import { consumes as paymentNeeds } from '@bistro/payment/consumes'
import { examples as payment } from '@bistro/payment/contract'
import { consumes as reservationNeeds } from '@bistro/reservation/consumes'
import { examples as reservation } from '@bistro/reservation/contract'
import { consumes as shippingNeeds } from '@bistro/shipping/consumes'
import { examples as shipping } from '@bistro/shipping/contract'

/** How each service makes what it publishes. */
export const examples: Readonly<Record<Owner, Readonly<Record<string, Story>>>> = {
  customer,
  reservation,
  order,
  payment,
  shipping,
}

/** What each service needs of what others publish. */
export const needs: Readonly<Record<Owner, NeedsByType>> = {
  customer: customerNeeds,
  reservation: reservationNeeds,
  order: orderNeeds,
  payment: paymentNeeds,
  shipping: shippingNeeds,
}
