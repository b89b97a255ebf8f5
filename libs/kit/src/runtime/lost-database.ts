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

/** Topics of the service that have events while its database has none. @throws LogError and StoreUnavailable */
export async function topicsWithoutDatabase(
  service: Service,
  { store, log }: { readonly store: Store; readonly log: Log },
): Promise<readonly string[]> {
  const topics = service.publishes ?? (service.topic === undefined ? [] : [service.topic])
  if (topics.length === 0 || !(await isEmpty(store))) return []
  const told = (await log.bounds(topics)).filter(({ begin, end }) => begin < end)
  // What another process has published meanwhile, it has stored before.
  return told.length > 0 && (await isEmpty(store)) ? [...new Set(told.map(({ topic }) => topic))] : []
}

async function isEmpty(store: Store): Promise<boolean> {
  for await (const page of store.published(1)) if (page.length > 0) return false
  return true
}
