import { sourceOf } from '@bistro/events'
import type { ServiceName } from '@bistro/services'
import type { Batch } from '../machine/ground.ts'
import type { Parcel } from '../outside/carrier.ts'
import type { Simulation } from '../simulation.ts'

/** What must hold right after a batch: nothing is poison, and what was cancelled in time was asked of the carrier. */
export function watchBatch(simulation: Simulation, owner: ServiceName, batch: Batch): void {
  for (const { message, reason } of batch.parked)
    if (reason === 'poison')
      simulation.violate(
        0,
        `${owner} sets ${message.type} aside as poison: ${message.failure}`,
        simulation.books.sagaOf(message),
      )
  if (owner === 'shipping') watchCancellations(simulation, batch)
}

function watchCancellations(simulation: Simulation, batch: Batch): void {
  const { books } = simulation
  for (const { key, before, after } of batch.gates.changes()) {
    const [stream, source] = key.split('|') as [string, string]
    if (source !== sourceOf('order') || !after) continue
    const passed = books.of('order', stream).slice(before?.version ?? 0, after.version)
    if (!passed.some(({ type }) => type === 'OrderCancellationRequested')) continue
    if (!books.has('shipping', stream, ...ANSWERS_A_CANCELLATION))
      simulation.violate(
        5,
        'the guest cancelled in time, but nobody asked the carrier to stop the parcel: it goes out',
        books.sagaOf({ stream }),
      )
  }
}

const ANSWERS_A_CANCELLATION = ['ShipmentCancellationRequested', 'ShipmentDispatched', 'ShipmentFailed']

/** Invariant 7 at every moment: nothing is on a topic that is not in the store. */
export function watchLog(simulation: Simulation): void {
  for (const { headers } of simulation.broker.takeFresh()) {
    if (simulation.books.isStored(headers.ce_id ?? '')) continue
    simulation.violate(
      7,
      `${headers.ce_type} version ${headers.ce_sequence} is published but was never stored: the others act on what did not happen`,
      headers.ce_correlationid,
    )
  }
}

/** Invariant 3: a second capture is wrong the moment it is made. */
export function watchCaptures(simulation: Simulation, captures: readonly number[], saga: string | undefined): void {
  if (captures.length > 1)
    simulation.violate(3, `the guest is charged twice: ${captures.join(' + ')} captured for one deposit`, saga)
}

/** Invariant 5: no parcel leaves without OrderConfirmed, and none after ShipmentCancelled. */
export function watchDispatch(simulation: Simulation, orderId: string, parcel: Parcel): void {
  const { books, ports } = simulation
  const saga = books.sagaOf({ stream: orderId })
  if (!books.has('order', orderId, 'OrderConfirmed'))
    simulation.violate(5, 'a parcel leaves without OrderConfirmed', saga)
  if (books.has('shipping', orderId, 'ShipmentCancelled'))
    simulation.violate(5, 'a parcel leaves after ShipmentCancelled', saga)
  const same = [...ports.parcels.values()].filter(
    ({ shipmentId, attempt, status }) =>
      shipmentId === parcel.shipmentId &&
      attempt === parcel.attempt &&
      (status === 'dispatched' || status === 'delivered'),
  )
  if (same.length > 1) simulation.violate(5, 'the guest is sent two parcels for one attempt', saga)
}
