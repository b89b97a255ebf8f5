import type { ProgramName } from '@bistro/client/names'
import pg from 'pg'
import type { PostgresPasswords } from '../secrets.ts'

export const SUPERUSER = 'postgres'
export const DATABASE = 'bistro'
const CONNECT_TIMEOUT_MS = 5000

/** How a deployment reaches a server: as its superuser. */
export interface Server {
  readonly host: string
  readonly port: number
  readonly password: string
}

/** app: the service's own role, which owns nothing · owner: of its tables · wal: the login that may replicate. */
export type Role = 'app' | 'owner' | 'wal'

export const roleOf = (program: ProgramName, role: Role): string => `${program}_${role}`

/**
 * The database and two roles: the owner of the tables, and the service's own, to which migrations grant what it may do.
 * A database that is there is left as it is.
 */
export async function createDatabase(
  server: Server,
  program: ProgramName,
  passwords: PostgresPasswords,
): Promise<void> {
  const [owner, app] = [roleOf(program, 'owner'), roleOf(program, 'app')]
  await asSuperuser(server, async (client) => {
    const { rowCount } = await client.query('SELECT FROM pg_database WHERE datname = $1', [DATABASE])
    if (rowCount !== 0) return
    for (const [role, password] of [
      [owner, passwords.owner],
      [app, passwords.app],
    ] as const) {
      const [name, secret] = [client.escapeIdentifier(role), client.escapeLiteral(password)]
      await client.query(`DROP ROLE IF EXISTS ${name}`)
      await client.query(`CREATE ROLE ${name} LOGIN PASSWORD ${secret}`)
    }
    await createFor(client, program, DATABASE)
  })
}

/** An empty database of a program that has its roles, with or without the one that may replicate. */
export async function createFor(client: pg.Client, program: ProgramName, database: string): Promise<void> {
  const logins = [roleOf(program, 'app'), roleOf(program, 'wal')]
  await client.query(`CREATE DATABASE ${database} OWNER ${roleOf(program, 'owner')}`)
  await client.query(`REVOKE ALL ON DATABASE ${database} FROM PUBLIC`)
  const { rows } = await client.query<{ name: string }>(LOGINS_OF, [logins])
  for (const { name } of rows) await client.query(`GRANT CONNECT ON DATABASE ${database} TO ${name}`)
}

const LOGINS_OF = 'SELECT quote_ident(rolname) AS name FROM pg_roles WHERE rolname = ANY($1::text[])'

export async function asSuperuser<Result>(
  { host, port, password }: Server,
  work: (client: pg.Client) => Promise<Result>,
): Promise<Result> {
  const client = new pg.Client({
    host,
    port,
    user: SUPERUSER,
    password,
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
