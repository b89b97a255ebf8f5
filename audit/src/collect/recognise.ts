import type { ServiceName } from '@bistro/services'
import type { PostgresAccess } from '../access.ts'
import type { Publication } from './publication.ts'
import { Snapshot } from './snapshot.ts'

const FIND = `select e.stream, e.version, e.id, e.bytes from events e
  join unnest($1::uuid[], $2::integer[]) as wanted (stream, version) using (stream, version)
  where e.published`
const AT_A_TIME = 1_000
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

interface Found {
  readonly stream: string
  readonly version: number
  readonly id: string
  readonly bytes: Buffer
}

/** Looks up published events that were not in the snapshot: events that were stored since then are no violation. */
export async function recogniseLater(
  publication: Publication,
  service: ServiceName,
  access: PostgresAccess,
): Promise<void> {
  const unknown = publication.unknown.filter(({ stream }) => UUID.test(stream))
  if (unknown.length === 0) return
  const snapshot = await Snapshot.open(service, access)
  try {
    for (let start = 0; start < unknown.length; start += AT_A_TIME) {
      const page = unknown.slice(start, start + AT_A_TIME)
      const values = [page.map(({ stream }) => stream), page.map(({ version }) => version)]
      for (const { stream, version, id, bytes } of await snapshot.all<Found>(FIND, values))
        publication.recognise(stream, version, id, bytes)
    }
  } finally {
    await snapshot.close()
  }
}
