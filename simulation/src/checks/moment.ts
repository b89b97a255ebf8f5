import { sourceOf } from '@bistro/events'
import { SERVICES, type ServiceName } from '@bistro/services'
import type { Batch } from '../machine/ground.ts'
import type { Simulation } from '../simulation.ts'

/** Tells the oracle which cancellations a batch has read, and reports any message that the batch parks as poison. */
export function watchBatch(simulation: Simulation, owner: ServiceName, batch: Batch): void {
  for (const { message, reason } of batch.parked)
    if (reason === 'poison')
      simulation.violate(
        `${owner} parks ${message.type} as poison: ${message.failure}`,
        simulation.books.sagaOf(message),
      )
  if (owner === 'shipping') watchCancellations(simulation, batch)
}

function watchCancellations(simulation: Simulation, batch: Batch): void {
  const { books, watch } = simulation
  for (const { key, before, after } of batch.gates.changes()) {
    const [stream, source] = key.split('|') as [string, string]
    if (source !== sourceOf('order') || !after) continue
    const passed = books.of('order', stream).slice(before?.version ?? 0, after.version)
    if (!passed.some(({ type }) => type === 'OrderCancellationRequested')) continue
    simulation.cancellationsRead.add(stream)
    watch.moved(books.sagaOf({ stream }), 'shipping')
  }
}

/** Reports records on a topic whose events are not stored. */
export function watchLog({ books, broker, watch }: Simulation): void {
  for (const { headers } of broker.takeFresh()) {
    const { ce_id = '', ce_type = '', ce_subject: stream = '', ce_sequence, ce_correlationid: reservationId } = headers
    if (books.isStored(ce_id)) continue
    const service = SERVICES.find((owner) => sourceOf(owner) === headers.ce_source)!
    const found = { service, stream, version: Number(ce_sequence), type: ce_type, detail: '' }
    watch.compared({ ...found, fault: 'extra', ...(reservationId && { reservationId }) })
  }
}
