import { type ShippingEvent, shipmentIdOf } from '@bistro/events'
import { type Decision, ignore } from '@bistro/kit'
import type { Command, ScheduleShipment } from './commands.ts'
import { dayBefore } from './days.ts'
import { idsOf, report } from './report.ts'
import type { Shipment, State } from './state.ts'

export function decide(command: Command, state: State): Decision<ShippingEvent> {
  if (command.type === 'ScheduleShipment')
    return state.status === 'none' ? schedule(command) : ignore('already-scheduled')
  return state.status === 'none' ? ignore('no-shipment') : proceed(command, state)
}

function proceed(command: Exclude<Command, ScheduleShipment>, shipment: Shipment): Decision<ShippingEvent> {
  switch (command.type) {
    case 'AnswerBooking':
      return command.answer.status === 'refused'
        ? failed(shipment, command.attempt, 'not_served')
        : ignore(command.answer.status)
    case 'RefuseBooking':
      return failed(shipment, command.attempt, 'refused')
    case 'RequestCancellation':
      return requestCancellation(shipment)
    case 'AnswerCancellation':
      return command.answer.status === 'cancelled' ? stopped(shipment, command.attempt) : ignore('too-late')
    case 'ReportParcel':
      return report(command, shipment)
    default:
      return command satisfies never
  }
}

const schedule = ({ orderId, reservationId, eveningDate }: ScheduleShipment): readonly ShippingEvent[] => [
  {
    type: 'ShipmentScheduled',
    data: {
      orderId,
      reservationId,
      shipmentId: shipmentIdOf(orderId),
      attempt: 1,
      deliverBy: dayBefore(eveningDate),
    },
  },
]

const isScheduled = (shipment: Shipment, attempt: number): boolean =>
  shipment.status === 'scheduled' && shipment.attempt === attempt

const failed = (shipment: Shipment, attempt: number, reason: string): Decision<ShippingEvent> =>
  isScheduled(shipment, attempt)
    ? [{ type: 'ShipmentFailed', data: { ...idsOf(shipment), reason } }]
    : ignore('booking-no-longer-matters')

/** A parcel that has left once cannot be stopped, not even while a second one is scheduled. */
function requestCancellation(shipment: Shipment): Decision<ShippingEvent> {
  if (shipment.status !== 'scheduled' || shipment.everDispatched) return ignore('too-late')
  if (shipment.cancellationRequested) return ignore('already-requested')
  return [{ type: 'ShipmentCancellationRequested', data: { ...idsOf(shipment), attempt: shipment.attempt } }]
}

const stopped = (shipment: Shipment, attempt: number): Decision<ShippingEvent> =>
  isScheduled(shipment, attempt)
    ? [{ type: 'ShipmentCancelled', data: idsOf(shipment) }]
    : ignore('cancellation-no-longer-matters')
