import type { Service } from '../model/service.ts'
import type { Log } from './log.ts'
import type { Store } from './store.ts'

/** What `sysexits.h` calls a configuration error: starting again changes nothing. */
export const DATABASE_LOST_STATUS = 78

/** The service would begin its streams anew, with other events under versions that everybody has read. */
export class DatabaseLost extends Error {
  readonly exitStatus = DATABASE_LOST_STATUS

  constructor({ name }: Service, topics: readonly string[]) {
    super(
      `the database of ${name} has no events, but ${topics.join(', ')} has: restore it before ${name} starts (npm run restore -- ${name} --from nothing, or from a backup)`,
    )
  }
}

/** @throws DatabaseLost, before the service has written anything; LogError and StoreUnavailable */
export async function assertDatabase(
  service: Service,
  { store, log }: { readonly store: Store; readonly log: Log },
): Promise<void> {
  const topics = service.publishes ?? (service.topic === undefined ? [] : [service.topic])
  if (topics.length === 0) return
  // In this order: what another process publishes meanwhile, it has stored before.
  const told = (await log.bounds(topics)).filter(({ begin, end }) => begin < end)
  if (told.length === 0) return
  for await (const page of store.published(1)) if (page.length > 0) return
  throw new DatabaseLost(service, [...new Set(told.map(({ topic }) => topic))])
}
