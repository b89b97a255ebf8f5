import pg from 'pg'
import type { StackContext } from '../context.ts'
import type { PostgresName, ServiceName } from '../names.ts'
import { addressOf, LOOPBACK, portOf } from '../ports.ts'
import type { ProcessSpec } from '../process/managed-process.ts'
import { dataDirectory, SUPERUSER } from './postgres-initial.ts'
import type { PostgresPlace } from './postgres-place.ts'

export const DATABASE = 'bistro'
const CONNECT_TIMEOUT_MS = 5000

/** Small servers: a service has one pool of a few connections. Durability stays as PostgreSQL has it: on. */
const SERVER_SETTINGS = {
  listen_addresses: LOOPBACK,
  unix_socket_directories: '',
  max_connections: '40',
  shared_buffers: '32MB',
  max_wal_size: '512MB',
  io_method: 'sync',
  jit: 'off',
  max_parallel_workers: '0',
  max_logical_replication_workers: '0',
  log_checkpoints: 'off',
}

const processName = (service: ServiceName): PostgresName => `postgres-${service}`

/** The name of a service's own role, which owns nothing, or of the role that owns its tables. */
export const roleOf = (service: ServiceName, role: 'app' | 'owner'): string => `${service}_${role}`

export function postgresUrl(context: StackContext, service: ServiceName, role: 'app' | 'owner'): string {
  const password = context.secrets.postgres[service][role]
  return `postgres://${roleOf(service, role)}:${password}@${addressOf(processName(service), context.portBase)}/${DATABASE}`
}

/** Brings up the server of one service with its database and roles. Idempotent: what is there is kept. */
export async function raisePostgres(context: StackContext, place: PostgresPlace, service: ServiceName): Promise<void> {
  const name = processName(service)
  const spec = serverSpec(context, place, service)
  await context.progress.during(name, spec.address, async () => {
    await context.supervisor.launch(spec, context.signal)
    await createDatabase(context, service)
  })
}

function serverSpec(context: StackContext, place: PostgresPlace, service: ServiceName): ProcessSpec {
  const name = processName(service)
  const settings = Object.entries(SERVER_SETTINGS).flatMap(([setting, value]) => ['-c', `${setting}=${value}`])
  return {
    name,
    address: addressOf(name, context.portBase),
    program: place.postgres,
    args: [
      '-D',
      dataDirectory(place, service),
      '-p',
      String(portOf(name, context.portBase)),
      ...settings,
      ...(context.flags[name] ?? []),
    ],
    env: { LC_ALL: 'C' },
    cwd: place.dataRoot,
    user: place.user,
    stopSignal: 'SIGINT',
    isReady: () => asSuperuser(context, service, async () => true),
    // After a kill, the old server's children need a moment to notice.
    isTransient: (output) => output.includes('pre-existing shared memory block'),
  }
}

/** The database and two roles: the owner of the tables, and the service's own, to which migrations grant what it may do. */
async function createDatabase(context: StackContext, service: ServiceName): Promise<void> {
  const passwords = context.secrets.postgres[service]
  const [owner, app] = [roleOf(service, 'owner'), roleOf(service, 'app')]
  await asSuperuser(context, service, async (client) => {
    const { rowCount } = await client.query('SELECT FROM pg_database WHERE datname = $1', [DATABASE])
    if (rowCount !== 0) return
    for (const [role, password] of [
      [owner, passwords.owner],
      [app, passwords.app],
    ] as const) {
      await client.query(`DROP ROLE IF EXISTS ${role}`)
      await client.query(`CREATE ROLE ${role} LOGIN PASSWORD '${password}'`)
    }
    await client.query(`CREATE DATABASE ${DATABASE} OWNER ${owner}`)
    await client.query(`REVOKE ALL ON DATABASE ${DATABASE} FROM PUBLIC`)
    await client.query(`GRANT CONNECT ON DATABASE ${DATABASE} TO ${app}`)
  })
}

async function asSuperuser<Result>(
  context: StackContext,
  service: ServiceName,
  work: (client: pg.Client) => Promise<Result>,
): Promise<Result> {
  const client = new pg.Client({
    host: LOOPBACK,
    port: portOf(processName(service), context.portBase),
    user: SUPERUSER,
    password: context.secrets.postgresSuperuser,
    database: 'postgres',
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
  })
  client.on('error', () => {}) // a lost connection also fails the query in hand
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}
