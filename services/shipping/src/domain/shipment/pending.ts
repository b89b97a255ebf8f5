import type { Address, EventOf, ShippingEvent } from '@bistro/events'
import { clear, effect, type PendingChange } from '@bistro/kit'
import { booking, cancellation, type TrackingRequest, tracking } from './carrier.ts'
import type { Command } from './commands.ts'
import type { State } from './state.ts'

export interface ShippingSettings {
  /** Time without a webhook after which the carrier is polled. */
  readonly trackingMs: number
}

/**
 * Pending calls to the carrier. A cancellation stays pending until answered, whatever happens to the parcel: the
 * carrier must receive it.
 */
export const pendingWith =
  (settings: ShippingSettings) =>
  (event: ShippingEvent, _: State, command: Command): readonly PendingChange[] => {
    switch (event.type) {
      case 'ShipmentScheduled':
        return scheduled(event.data, addressOf(command), settings)
      case 'ShipmentDispatched':
        return [clear(booking), ...track({ ...placeOf(event.data), dispatched: true }, addressOf(command), settings)]
      case 'ShipmentCancellationRequested':
        return [effect(cancellation, placeOf(event.data))]
      case 'ShipmentCancelled':
        return [clear(cancellation), ...NO_PARCEL]
      case 'ShipmentLost':
      case 'ShipmentDelivered':
      case 'ShipmentFailed':
        return NO_PARCEL
      default:
        return event satisfies never
    }
  }

const NO_PARCEL: readonly PendingChange[] = [clear(booking), clear(tracking)]

/** No event of this stream has an address: the command brings it, and the pending booking keeps it until answered. */
const addressOf = (command: Command): Address | undefined => ('address' in command ? command.address : undefined)

const placeOf = ({ shipmentId, attempt }: { shipmentId: string; attempt: number }) => ({ shipmentId, attempt })

function scheduled(
  data: EventOf<'ShipmentScheduled'>['data'],
  address: Address | undefined,
  settings: ShippingSettings,
): readonly PendingChange[] {
  if (!address) return []
  const request = { ...placeOf(data), address, deliverBy: data.deliverBy }
  return [effect(booking, request), ...track({ ...placeOf(data), dispatched: false }, address, settings)]
}

function track(
  known: Omit<TrackingRequest, 'address'>,
  address: Address | undefined,
  { trackingMs }: ShippingSettings,
): readonly PendingChange[] {
  if (!address) return []
  return [effect(tracking, { ...known, address }, { afterMs: trackingMs })]
}
