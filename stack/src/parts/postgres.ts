import type { PostgresName, ProgramName } from '@bistro/client/names'
import { isServiceName } from '@bistro/services'
import type { StackContext } from '../context.ts'
import type { InfrastructurePart } from '../infrastructure.ts'
import { addressOf, LOOPBACK, portOf } from '../ports.ts'
import { relaysFromWal } from '../settings.ts'
import {
  asSuperuser,
  createDatabase,
  DATABASE,
  type Role,
  roleOf,
  type Server,
  SUPERUSER,
} from './postgres-database.ts'
import { setWalLogin, WAL_SETTINGS } from './postgres-wal.ts'

/** Small servers: a service has one pool of a few connections. Durability stays as PostgreSQL has it: on. */
const SERVER_SETTINGS = {
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

/** The arguments with which every data directory is made. */
export const initdbArguments = (directory: string, passwordFile: string): string[] => [
  `--pgdata=${directory}`,
  `--username=${SUPERUSER}`,
  `--pwfile=${passwordFile}`,
  '--auth=scram-sha-256',
  '--encoding=UTF8',
  '--locale=C',
]

/** The arguments that every server is given. */
export const serverArguments = (listenAddresses: string): string[] =>
  argumentsOf({ listen_addresses: listenAddresses, ...SERVER_SETTINGS })

/** Those of a server whose write-ahead log is read. */
export const walArguments = (): string[] => argumentsOf(WAL_SETTINGS)

const argumentsOf = (settings: Readonly<Record<string, string>>): string[] =>
  Object.entries(settings).flatMap(([setting, value]) => ['-c', `${setting}=${value}`])

export const processName = (program: ProgramName): PostgresName => `postgres-${program}`

export function postgresUrl({ secrets, portBase }: StackContext, program: ProgramName, role: Role): string {
  const password = role === 'wal' ? secrets.wal[program] : secrets.postgres[program][role]
  return `postgres://${roleOf(program, role)}:${password}@${addressOf(processName(program), portBase)}/${DATABASE}`
}

/** Brings up the server of one service with its database and roles. Idempotent: what is there is kept. */
export async function startPostgres(
  context: StackContext,
  part: InfrastructurePart,
  program: ProgramName,
): Promise<void> {
  const name = processName(program)
  await part.fetch()
  await context.progress.during(name, addressOf(name, context.portBase), async () => {
    await context.supervisor.launch(await part.prepare(), context.signal)
    await createDatabase(serverOf(context, program), program, context.secrets.postgres[program])
    if (!isServiceName(program)) return
    const password = relaysFromWal(context.settings) ? context.secrets.wal[program] : undefined
    await setWalLogin(serverOf(context, program), program, password)
  })
}

/** Whether the server of a service takes queries; throws while it does not. */
export const serverAnswers = (context: StackContext, program: ProgramName): Promise<boolean> =>
  asSuperuser(serverOf(context, program), async () => true)

/** This stack's server of one program, as its superuser. */
const serverOf = (context: StackContext, program: ProgramName): Server => ({
  host: LOOPBACK,
  port: portOf(processName(program), context.portBase),
  password: context.secrets.postgresSuperuser,
})
