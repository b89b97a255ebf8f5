import { StoreUnavailable } from '../../runtime/store.ts'
import type { Wal } from '../../runtime/wal.ts'
import type { Query } from '../connection.ts'
import { beginMark, PublishedMark } from './mark.ts'
import type { Reading } from './reading.ts'
import { lookAt, prepareSlot, slotNameOf, standingOf } from './slot.ts'

/** Made by the owner of the tables, with the migrations. */
export const PUBLICATION = 'bistro_events'

const CHECK = `select current_setting('wal_level') as level,
  exists (select from pg_publication where pubname = '${PUBLICATION}') as published`

/** @param url of the login that may replicate and do nothing else @param query with the service's own login */
export function openWal(service: string, url: string, query: Query): Wal {
  const slot = slotNameOf(service, new URL(url).pathname.slice(1))
  const parts = { url, slot, publication: PUBLICATION, query }
  let isFirst = false
  let Reader: typeof Reading | undefined
  return {
    begin: async () => {
      // Loaded here alone: a service with an outbox starts without its library.
      Reader = (await import('./reading.ts')).Reading
      isFirst = await beginMark(query)
    },
    prepare: async (catchUp) => {
      const state = await prepareSlot(query, url, slot, isFirst, catchUp)
      isFirst = false
      return state
    },
    read: (hand) => {
      if (!Reader) throw new Error('read() needs begin() before it')
      return new Reader({ ...parts, mark: new PublishedMark(query) }, hand)
    },
    standing: async () => standingOf(slot, await lookAt(query, slot)),
  }
}

/** @throws StoreUnavailable, which says what the deployment has to do */
export async function checkWal(query: Query, service: string): Promise<void> {
  const [row] = await query<{ level: string; published: boolean }>('check_wal', CHECK)
  if (row?.level !== 'logical')
    throw new StoreUnavailable(
      `the Postgres of ${service} runs with wal_level=${row?.level}, and BISTRO_RELAY=wal needs wal_level=logical: set it and restart the server`,
    )
  if (!row.published)
    throw new StoreUnavailable(
      `the database of ${service} has no publication ${PUBLICATION}, which BISTRO_RELAY=wal needs: run its migrations for that relay`,
    )
}
