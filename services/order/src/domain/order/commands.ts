import type { ReservedKit } from '@bistro/events'
import type { Prices } from './pricing.ts'

/** What the guest reserved, together with the evening's menu and prices. */
export interface RequestOrder {
  readonly type: 'RequestOrder'
  readonly orderId: string
  readonly reservationId: string
  readonly customerId: string
  readonly eveningId: string
  readonly seats: number
  readonly kits: readonly ReservedKit[]
  readonly cardToken: string
  readonly evening: Prices & { readonly date: string }
}

export type Command =
  | RequestOrder
  | { readonly type: 'ValidateOrder' }
  | { readonly type: 'RefuseCredit' }
  | { readonly type: 'RecordPayment'; readonly paymentId: string }
  | { readonly type: 'RecordSeats' }
  | { readonly type: 'FailPayment' }
  | { readonly type: 'ExpireHold' }
  | { readonly type: 'RequestCancellation' }
  | { readonly type: 'RecordDispatch'; readonly shipmentId: string }
  | { readonly type: 'RecordStoppedParcel' }
  | { readonly type: 'FailShipment' }
  | { readonly type: 'RecordDelivery' }
