import { setTimeout as delay } from 'node:timers/promises'
import { StackError } from '@bistro/client/errors'
import type { Manifest } from '@bistro/client/manifest'
import type { ServiceName } from '@bistro/client/names'
import type pg from 'pg'
import { asSuperuser, createFor, DATABASE, roleOf, type Server } from '../parts/postgres-database.ts'
import type { Secrets } from '../secrets.ts'

/** A database that is being restored: the service's own stays as it is until this one is whole. */
const RESTORING = 'bistro_restoring'
/** What the service had before: kept until the next restore. */
export const FORMER = 'bistro_before_restore'

/** Where the databases of one service are. */
export interface Place {
  readonly server: Server
  readonly service: ServiceName
  /** Of the database that is being restored. */
  readonly ownerUrl: string
  readonly appUrl: string
}

export function placeOf(manifest: Manifest, secrets: Secrets, service: ServiceName): Place {
  const { host, port } = manifest.services[service].postgres
  const url = (role: 'owner' | 'app'): string =>
    `postgres://${roleOf(service, role)}:${secrets.postgres[service][role]}@${host}:${port}/${RESTORING}`
  const server = { host, port, password: secrets.postgresSuperuser }
  return { server, service, ownerUrl: url('owner'), appUrl: url('app') }
}

/** Makes an empty database beside the service's own. */
export const makeRoom = ({ server, service }: Place): Promise<void> =>
  asSuperuser(server, async (client) => {
    await client.query(`DROP DATABASE IF EXISTS ${RESTORING} WITH (FORCE)`)
    await createFor(client, service, RESTORING)
  })

export const clearRoom = ({ server }: Place): Promise<void> =>
  asSuperuser(server, async (client) => void (await client.query(`DROP DATABASE IF EXISTS ${RESTORING} WITH (FORCE)`)))

/** A service that has stopped leaves its connections to the server, which needs a moment to see that. */
const LEAVING_MS = 5_000
const LOOK_MS = 100

/** @throws a StackError while a process of the service uses its database */
export const assertUnused = ({ server, service }: Place): Promise<void> =>
  asSuperuser(server, async (client) => {
    const { SERVICE_SESSION } = await import('@bistro/kit/postgres')
    const until = performance.now() + LEAVING_MS
    for (let count = 1; count > 0; await delay(LOOK_MS)) {
      const { rows } = await client.query<{ count: number }>(CONNECTIONS, [DATABASE, SERVICE_SESSION])
      count = rows[0]?.count ?? 0
      if (count > 0 && performance.now() > until) throw stillRuns(service, count)
    }
  })

const CONNECTIONS = 'SELECT count(*)::int FROM pg_stat_activity WHERE datname = $1 AND application_name = $2'

const stillRuns = (service: ServiceName, count: number): StackError =>
  new StackError(
    `${service} still runs: it has ${count} connections to its database. What it writes now would be lost.`,
    'npm run stack -- status',
  )

/** The restored database becomes the service's own, and what that was is kept. @returns whether there was one */
export const takePlace = ({ server }: Place): Promise<boolean> =>
  asSuperuser(server, async (client) => {
    const hadOne = await isThere(client, DATABASE)
    if (hadOne) await client.query(`DROP DATABASE IF EXISTS ${FORMER} WITH (FORCE)`)
    // Both or neither: between the two the service would have no database.
    await client.query('BEGIN')
    if (hadOne) await renameAlone(client, DATABASE, FORMER)
    await renameAlone(client, RESTORING, DATABASE)
    await client.query('COMMIT')
    return hadOne
  })

async function isThere(client: pg.Client, database: string): Promise<boolean> {
  const { rowCount } = await client.query('SELECT FROM pg_database WHERE datname = $1', [database])
  return rowCount !== 0
}

/** A database that somebody looks at cannot be renamed. */
async function renameAlone(client: pg.Client, from: string, to: string): Promise<void> {
  await client.query('SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = $1', [from])
  await client.query(`ALTER DATABASE ${from} RENAME TO ${to}`)
}
