export type ShipmentStatus = 'scheduled' | 'dispatched' | 'lost' | 'delivered' | 'failed' | 'cancelled'

export interface Shipment {
  readonly status: ShipmentStatus
  readonly orderId: string
  readonly reservationId: string
  readonly shipmentId: string
  /** 1 or 2. */
  readonly attempt: number
  /** YYYY-MM-DD. */
  readonly deliverBy: string
  /** Whether any attempt has left: then it can no longer be cancelled, even while the next one is scheduled. */
  readonly everDispatched: boolean
  readonly cancellationRequested: boolean
  /** Tracking number of the current attempt, once it has left. */
  readonly trackingNumber?: string
}

export type State = Shipment | { readonly status: 'none' }

export const initialState: State = { status: 'none' }
