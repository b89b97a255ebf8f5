import type { StackContext } from '../context.ts'
import type { PostgresName, ServiceName } from '../names.ts'
import { addressOf, LOOPBACK, portOf } from '../ports.ts'
import type { ProcessSpec } from '../process/managed-process.ts'
import { asSuperuser, createDatabase, DATABASE, roleOf, type Server } from './postgres-database.ts'
import { dataDirectory } from './postgres-initial.ts'
import type { PostgresPlace } from './postgres-place.ts'

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
    await createDatabase(serverOf(context, service), service, context.secrets.postgres[service])
  })
}

function serverSpec(context: StackContext, place: PostgresPlace, service: ServiceName): ProcessSpec {
  const name = processName(service)
  const settings = Object.entries(SERVER_SETTINGS).flatMap(([setting, value]) => ['-c', `${setting}=${value}`])
  return {
    name,
    address: addressOf(name, context.portBase),
    program: place.postgres,
    args: ['-D', dataDirectory(place, service), '-p', String(portOf(name, context.portBase)), ...settings],
    env: { LC_ALL: 'C' },
    cwd: place.dataRoot,
    user: place.user,
    stopSignal: 'SIGINT',
    isReady: () => asSuperuser(serverOf(context, service), async () => true),
    // After a kill, the old server's children need a moment to notice.
    isTransient: (output) => output.includes('pre-existing shared memory block'),
  }
}

/** This stack's server of one service, as its superuser. */
const serverOf = (context: StackContext, service: ServiceName): Server => ({
  host: LOOPBACK,
  port: portOf(processName(service), context.portBase),
  password: context.secrets.postgresSuperuser,
})
