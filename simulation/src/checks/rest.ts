import { sourceOf, topicOf } from '@bistro/events'
import type { Remains } from '@bistro/oracle'
import type { ServiceName } from '@bistro/services'
import type { Site } from '../machine/site.ts'
import type { Simulation } from '../simulation.ts'

const FEW = 10

/** What is left undone: in an outbox, parked, or unread. */
export async function remainsOf(simulation: Simulation): Promise<Remains> {
  const found = await Promise.all(
    simulation.all.map(async (site) => ({
      parked: await parkedAt(simulation, site),
      unread: await unreadBy(simulation, site),
      unsent: await unsentBy(site),
    })),
  )
  return {
    parked: found.flatMap(({ parked }) => parked),
    unread: found.flatMap(({ unread }) => unread),
    unsent: found.flatMap(({ unsent }) => unsent),
  }
}

async function unsentBy({ name, database }: Site): Promise<Remains['unsent']> {
  const outbox = (await database.store.unpublished(0, FEW)) ?? []
  return outbox.flatMap(({ events }) =>
    events.map(({ stream, type, correlationId }) => ({ ...at(name, correlationId), stream, type })),
  )
}

async function parkedAt({ books }: Simulation, { name, database }: Site): Promise<Remains['parked']> {
  const parked = await database.store.parked({ limit: FEW })
  return parked.map(({ source, stream, version, reason, error }) => ({
    ...at(name, books.sagaOf({ stream })),
    ...{ source, stream, version, reason, error },
  }))
}

async function unreadBy(simulation: Simulation, { name, service, database }: Site): Promise<Remains['unread']> {
  const unread: Remains['unread'][number][] = []
  for (const [key, events] of simulation.books.streams) {
    const [source, stream] = key.split(' ') as [ServiceName, string]
    const last = events.at(-1)
    if (
      !last ||
      !service.subscribes.includes(topicOf(source, 1)) ||
      !simulation.sites[source].publishes(last.aggregate)
    )
      continue
    const version = await database.store.gateVersion(sourceOf(source), stream)
    const type = events[version]?.type
    if (type !== undefined) unread.push({ ...at(name, simulation.books.sagaOf(last)), source, stream, version, type })
  }
  return unread
}

const at = (service: string, reservationId: string | undefined) => ({
  service: service as ServiceName,
  ...(reservationId && { reservationId }),
})
