import { type ShippingEvent, shipmentIdOf } from '@bistro/events'
import type { Kind, ReportParcel, ScheduleShipment } from './commands.ts'
import { evolve } from './evolve.ts'
import { initialState, type State } from './state.ts'

export const shipmentId = shipmentIdOf('o-1')
const ids = { orderId: 'o-1', reservationId: 'r-1', shipmentId }
export const address = { line1: 'Hauptstr. 1', city: 'Berlin', postcode: '10115', country: 'DE' }
export const deliverBy = '2026-12-23'

export const schedule: ScheduleShipment = {
  type: 'ScheduleShipment',
  orderId: 'o-1',
  reservationId: 'r-1',
  eveningDate: '2026-12-24',
  address,
}
export const news = (kind: Kind, attempt: number): ReportParcel => ({
  type: 'ReportParcel',
  attempt,
  kind,
  trackingNumber: `T-${attempt}`,
  address,
})

export const scheduled = (attempt: number): ShippingEvent => ({
  type: 'ShipmentScheduled',
  data: { ...ids, attempt, deliverBy },
})
export const dispatched = (attempt: number): ShippingEvent => ({
  type: 'ShipmentDispatched',
  data: { ...ids, attempt, trackingNumber: `T-${attempt}` },
})
export const lost = (attempt: number): ShippingEvent => ({ type: 'ShipmentLost', data: { ...ids, attempt } })
export const delivered: ShippingEvent = { type: 'ShipmentDelivered', data: ids }
export const failed = (reason: string): ShippingEvent => ({ type: 'ShipmentFailed', data: { ...ids, reason } })
export const cancellationRequested: ShippingEvent = {
  type: 'ShipmentCancellationRequested',
  data: { ...ids, attempt: 1 },
}
export const cancelled: ShippingEvent = { type: 'ShipmentCancelled', data: ids }

const again = [scheduled(1), dispatched(1), lost(1), scheduled(2)]

/** How each situation is reached. */
export const story = {
  'nothing scheduled': [],
  scheduled: [scheduled(1)],
  'scheduled, cancellation requested': [scheduled(1), cancellationRequested],
  dispatched: [scheduled(1), dispatched(1)],
  'dispatched although a cancellation was requested': [scheduled(1), cancellationRequested, dispatched(1)],
  lost: [scheduled(1), dispatched(1), lost(1)],
  'scheduled again': again,
  'dispatched again': [...again, dispatched(2)],
  delivered: [scheduled(1), dispatched(1), delivered],
  failed: [scheduled(1), failed('not_served')],
  cancelled: [scheduled(1), cancellationRequested, cancelled],
} satisfies Record<string, readonly ShippingEvent[]>

export type Situation = keyof typeof story
export const situations = Object.keys(story) as Situation[]

export const stateAfter = (events: readonly ShippingEvent[]): State => events.reduce<State>(evolve, initialState)
