import type { Address, EventOf, ShippingEvent } from '@bistro/events'
import { clear, effect, type PendingChange } from '@bistro/kit'
import { booking, cancellation, type TrackingRequest, tracking } from './carrier.ts'
import type { Command } from './commands.ts'
import type { State } from './state.ts'

export interface ShippingSettings {
  /** After so long without news, the carrier is asked for the parcel's state. */
  readonly trackingMs: number
}

/**
 * What the carrier is asked. A cancellation stays pending until it is answered, whatever happens to the parcel: the
 * carrier must have heard of it.
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

/** Addresses are in no event of this stream: they come with the command and live until the carrier has answered. */
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
