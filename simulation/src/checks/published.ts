import type { EncodedEvent } from '@bistro/kit/runtime'
import type { Site } from '../machine/site.ts'
import type { Simulation } from '../simulation.ts'

const PAGE_EVENTS = 10_000

/** Invariant 7: what is stored is what is published. Same events, no gap, no extra. */
export async function checkPublished(simulation: Simulation, site: Site): Promise<void> {
  const stored = new Map<string, EncodedEvent>()
  for await (const page of site.database.store.published(PAGE_EVENTS))
    for (const event of page) stored.set(event.id, event)
  const seen = new Set<string>()
  const { topic } = site.service
  for (const { headers, value } of topic === undefined ? [] : simulation.broker.recordsOf(topic)) {
    const id = headers.ce_id ?? ''
    const event = stored.get(id)
    seen.add(id)
    if (event && event.stream === headers.ce_subject && String(event.version) === headers.ce_sequence)
      if (event.bytes === value || event.bytes.equals?.(value)) continue
    simulation.violate(7, `${headers.ce_type} is on the topic but not in the store`, headers.ce_correlationid)
  }
  for (const { id, type, correlationId } of stored.values())
    if (!seen.has(id))
      simulation.violate(7, `${type} is stored but was never published: nobody will ever hear of it`, correlationId)
}
