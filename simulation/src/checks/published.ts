import type { EncodedEvent } from '@bistro/kit/runtime'
import type { PublicationFault } from '@bistro/oracle'
import type { ServiceName } from '@bistro/services'
import type { Site } from '../machine/site.ts'
import type { Simulation } from '../simulation.ts'

const PAGE_EVENTS = 10_000

/** Compares what a service has stored with the records on its topic. */
export async function publicationFaults(simulation: Simulation, site: Site): Promise<PublicationFault[]> {
  const stored = new Map<string, EncodedEvent>()
  for await (const page of site.database.store.published(PAGE_EVENTS))
    for (const event of page) stored.set(event.id, event)
  const seen = new Set<string>()
  const faults: PublicationFault[] = []
  const { topic } = site.service
  for (const { headers, value } of topic === undefined ? [] : simulation.broker.recordsOf(topic)) {
    const { ce_id = '', ce_subject = '', ce_sequence, ce_type = '', ce_correlationid } = headers
    const event = stored.get(ce_id)
    seen.add(ce_id)
    if (event && event.stream === ce_subject && String(event.version) === ce_sequence)
      if (event.bytes === value || event.bytes.equals?.(value)) continue
    const record = { stream: ce_subject, version: Number(ce_sequence), type: ce_type, correlationId: ce_correlationid }
    faults.push(toFault(site, event ? 'different' : 'extra', record))
  }
  for (const event of stored.values()) if (!seen.has(event.id)) faults.push(toFault(site, 'missing', event))
  return faults
}

type Published = Pick<EncodedEvent, 'stream' | 'version' | 'type' | 'correlationId'>

const toFault = (
  { name }: Site,
  fault: PublicationFault['fault'],
  { stream, version, type, correlationId }: Published,
): PublicationFault => ({
  ...{ service: name as ServiceName, fault, stream, version, type, detail: '' },
  ...(correlationId && { reservationId: correlationId }),
})
