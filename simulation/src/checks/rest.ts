import { sourceOf, topicOf } from '@bistro/events'
import type { ServiceName } from '@bistro/services'
import type { Site } from '../machine/site.ts'
import type { Simulation } from '../simulation.ts'

const FEW = 10

/** Nothing is left behind: no outbox, no parked message, no timer or effect, no message unread. */
export async function checkRest(simulation: Simulation, { service, database, name }: Site): Promise<void> {
  const { store } = database
  const outbox = (await store.unpublished(0, FEW)) ?? []
  for (const { events } of outbox)
    simulation.violate(
      7,
      `${name} never published ${events.map(({ type }) => type).join(', ')}`,
      events[0]?.correlationId,
    )
  for (const { source, stream, version, reason, error } of await store.parked({ limit: FEW }))
    simulation.violate(
      0,
      `${name} still keeps version ${version} of ${source} aside (${reason}): it ${error}`,
      simulation.books.sagaOf({ stream }),
    )
  for (const [key, events] of simulation.books.streams) {
    const [owner, stream] = key.split(' ') as [ServiceName, string]
    const last = events.at(-1)
    if (!last || !service.subscribes.includes(topicOf(owner, 1)) || !simulation.sites[owner].publishes(last.aggregate))
      continue
    const gate = await store.gateVersion(sourceOf(owner), stream)
    if (gate < last.version)
      simulation.violate(
        0,
        `${name} never got beyond version ${gate} of ${last.version} of ${owner}'s stream: it missed ${events[gate]?.type}`,
        simulation.books.sagaOf(last),
      )
  }
}
