import { readdir } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { Client } from 'pg'
import type { Service } from '../model/service.ts'
import { tableOf } from './columns.ts'
import type { Query } from './connection.ts'

const KIT_DIRECTORY = fileURLToPath(new URL('../../migrations', import.meta.url))
const KIT_TABLE = 'kit_migrations'
const SERVICE_TABLE = 'service_migrations'

export interface MigrateOptions {
  /** Of the role that owns the tables. */
  readonly url: string
  /** The service's own migrations; a missing folder means none. */
  readonly directory: string
  /** What the service itself connects as: it may read and write, but never change an event. */
  readonly appRole: string
}

/** A deployment step: brings the database to what this version of the code needs. Can be run again. */
export async function migrate({ url, directory, appRole }: MigrateOptions): Promise<void> {
  const client = new Client({ connectionString: url })
  // A server that goes away fails the statement that is under way; the event alone must not end the process.
  client.on('error', () => undefined)
  await client.connect()
  try {
    await up(client, KIT_DIRECTORY, KIT_TABLE)
    if (await exists(directory)) await up(client, directory, SERVICE_TABLE)
    const role = client.escapeIdentifier(appRole)
    await client.query(`
      grant usage on schema public to ${role};
      grant select, insert, update, delete on all tables in schema public to ${role};
      revoke insert, update, delete on ${KIT_TABLE} from ${role};
      revoke update, delete on events from ${role};
      grant usage on all sequences in schema public to ${role}`)
  } finally {
    await client.end()
  }
}

const SILENT = { debug() {}, info() {}, warn() {}, error() {} }

async function up(dbClient: Client, dir: string, migrationsTable: string): Promise<void> {
  // Loaded here alone: a service that only checks its tables starts without it.
  const { runner } = await import('node-pg-migrate')
  await runner({ dbClient, dir, migrationsTable, direction: 'up', count: Number.POSITIVE_INFINITY, logger: SILENT })
}

const exists = (directory: string): Promise<boolean> =>
  readdir(directory).then(
    (files) => files.length > 0,
    () => false,
  )

/** @throws an error that says what to run when the kit's or the service's tables are not there */
export async function checkMigrations(query: Query, service: Service): Promise<void> {
  const wanted = ['events', 'editions', ...service.views.map(tableOf)].map((name) => name.replaceAll('"', ''))
  const rows = await query<{ name: string }>('check_tables', CHECK, [wanted])
  const found = new Set(rows.map(({ name }) => name))
  const missing = wanted.filter((name) => !found.has(name))
  if (missing.length > 0)
    throw new Error(
      `the database of ${service.name} lacks ${missing.join(', ')}: run its migrations before the service`,
    )
}

const CHECK = `select table_name::text as name from information_schema.tables
  where table_schema = 'public' and table_name = any($1::text[])`
