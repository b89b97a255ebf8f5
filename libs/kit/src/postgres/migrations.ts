import { existsSync, readdirSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { isDeepStrictEqual } from 'node:util'
import { Client } from 'pg'
import type { Service } from '../model/service.ts'
import { StoreUnavailable } from '../runtime/store.ts'
import { tableOf } from './columns.ts'
import type { Query } from './connection.ts'
import type { Statement } from './database.ts'
import { PUBLICATION } from './wal/wal.ts'

const KIT_DIRECTORY = fileURLToPath(new URL('../../migrations', import.meta.url))
const KIT_TABLE = 'kit_migrations'
const OWN_TABLE = 'service_migrations'
/** Tables that say which migrations a database has. */
export const MIGRATION_TABLES: readonly string[] = [KIT_TABLE, OWN_TABLE]

export interface MigrateOptions {
  /** Of the role that owns the tables. */
  readonly url: string
  /** The service's own migrations; a missing folder means none. */
  readonly directory: string
  /** The service's own role: it may read and write, but never change an event. */
  readonly appRole: string
  /** Whether the relay reads the write-ahead log: then the events are published for replication. */
  readonly forWal?: boolean
}

/** A deployment step: migrates the database to this version of the code. Can be repeated. */
export async function migrate({ url, directory, appRole, forWal = false }: MigrateOptions): Promise<void> {
  await connected(url, async (client) => {
    await up(client, KIT_DIRECTORY, KIT_TABLE)
    if (await exists(directory)) await up(client, directory, OWN_TABLE)
    const role = client.escapeIdentifier(appRole)
    await client.query(`
      ${grantsTo(role)};
      revoke insert, update, delete on ${KIT_TABLE} from ${role};
      revoke update, delete on events, commands from ${role}`)
    if (forWal) await publishEvents(client)
  })
}

/** The events table and nothing else can be read from the write-ahead log. */
async function publishEvents(client: Client): Promise<void> {
  const { rowCount } = await client.query('select from pg_publication where pubname = $1', [PUBLICATION])
  if (rowCount === 0) await client.query(`create publication ${PUBLICATION} for table events with (publish = 'insert')`)
}

/** The migrations that a database has, in their order. */
export interface Level {
  readonly kit: readonly string[]
  readonly own: readonly string[]
}

export const levelOf = async (query: Statement): Promise<Level> => ({
  kit: await namesIn(query, KIT_TABLE),
  own: await namesIn(query, OWN_TABLE),
})

async function namesIn(query: Statement, table: string): Promise<string[]> {
  const [found] = await query<{ there: unknown }>(`select to_regclass('public.${table}') as there`)
  return found?.there ? (await query<{ name: string }>(`select name from ${table} order by id`)).map(nameOf) : []
}

const nameOf = ({ name }: { readonly name: string }): string => name

/** Whether this version of the code can make a database of that level. */
export const knowsLevel = (directory: string, { kit, own }: Level): boolean =>
  isDeepStrictEqual(KIT_MIGRATIONS.slice(0, kit.length), kit) &&
  isDeepStrictEqual(migrationsIn(directory).slice(0, own.length), own)

/** Makes the tables of an empty database as they were at that level. Rights come with `migrate`. */
export async function migrateTo({ url, directory }: Omit<MigrateOptions, 'appRole'>, level: Level): Promise<void> {
  await connected(url, async (client) => {
    await up(client, KIT_DIRECTORY, KIT_TABLE, level.kit.length)
    if (level.own.length > 0) await up(client, directory, OWN_TABLE, level.own.length)
  })
}

/** The same for a program that is no service: it has its own tables alone. */
export async function migrateOwn({ url, directory, appRole }: Omit<MigrateOptions, 'forWal'>): Promise<void> {
  await connected(url, async (client) => {
    if (!(await exists(directory))) return
    await up(client, directory, OWN_TABLE)
    const role = client.escapeIdentifier(appRole)
    await client.query(`${grantsTo(role)}; revoke insert, update, delete on ${OWN_TABLE} from ${role}`)
  })
}

const grantsTo = (role: string): string => `
  grant usage on schema public to ${role};
  grant select, insert, update, delete on all tables in schema public to ${role};
  grant usage on all sequences in schema public to ${role}`

export async function connected<T>(url: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: url })
  // A lost server fails the current statement as well; an unhandled event would end the process.
  client.on('error', () => undefined)
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

const SILENT = { debug() {}, info() {}, warn() {}, error() {} }

async function up(
  dbClient: Client,
  dir: string,
  migrationsTable: string,
  count = Number.POSITIVE_INFINITY,
): Promise<void> {
  // Loaded here alone: a service that only checks its tables starts without it.
  const { runner } = await import('node-pg-migrate')
  await runner({ dbClient, dir, migrationsTable, direction: 'up', count, logger: SILENT })
}

const exists = (directory: string): Promise<boolean> =>
  readdir(directory).then(
    (files) => files.length > 0,
    () => false,
  )

/** The database does not match this version of the code: its migrations are still running, or were forgotten. */
class SchemaMismatch extends Error {
  readonly code = 'schema-mismatch'
  readonly retryable = true
}

const migrationsIn = (directory: string): readonly string[] =>
  existsSync(directory)
    ? readdirSync(directory)
        .map((file) => file.replace(/\.sql$/, ''))
        .sort()
    : []
const KIT_MIGRATIONS = migrationsIn(KIT_DIRECTORY)
const TABLES = [
  ...[
    'events',
    'streams',
    'entries',
    'outbox',
    'gates',
    'parked',
    'owed',
    'answers',
    'editions',
    'offsets',
    'commands',
  ],
  ...['rebuilds', 'rebuilt_rows', 'rebuilt_gates'],
  KIT_TABLE,
]

/**
 * Checks that the tables exist, may be used, and match this version. Migrations unknown to the code are
 * fine: they run before the code that needs them is deployed.
 * @throws SchemaMismatch, which says what to run; StoreUnavailable if the database is read-only
 */
export async function checkMigrations(query: Query, service: Service): Promise<void> {
  const wanted = [...TABLES, ...service.views.map(tableOf)].map((name) => name.replaceAll('"', ''))
  const rows = await query<TableRow>('check_tables', CHECK, [wanted])
  const missing = rows.filter(({ there }) => !there)
  if (missing.length > 0) throw mismatch(service, `lacks ${namesOf(missing)}`)
  const forbidden = rows.filter(({ usable }) => !usable)
  if (forbidden.length > 0) throw mismatch(service, `does not let the service use ${namesOf(forbidden)}`)
  const done = new Set((await query<{ name: string }>('check_migrations', DONE)).map(({ name }) => name))
  const undone = KIT_MIGRATIONS.filter((name) => !done.has(name))
  if (undone.length > 0) throw mismatch(service, `lacks the migrations ${undone.join(', ')}`)
  if (rows.some(({ readonly }) => readonly)) throw new StoreUnavailable('Postgres is read-only')
}

interface TableRow {
  readonly name: string
  readonly there: boolean
  readonly usable: boolean
  readonly readonly: boolean
}

const namesOf = (rows: readonly TableRow[]): string => rows.map(({ name }) => name).join(', ')

const mismatch = ({ name }: Pick<Service, 'name'>, what: string): SchemaMismatch =>
  new SchemaMismatch(`the database of ${name} ${what}: run its migrations; the service waits for them`)

const CHECK = `select name, to_regclass('public.' || name) is not null as there,
    coalesce(has_table_privilege(to_regclass('public.' || name), 'select'), false) as usable,
    current_setting('transaction_read_only')::boolean as readonly
  from unnest($1::text[]) as wanted (name)`

const DONE = `select name from ${KIT_TABLE}`

/**
 * Checks that the migrations of `directory` have been run, for a program that is no service.
 * @throws SchemaMismatch
 */
export async function checkOwnMigrations(query: Statement, name: string, directory: string): Promise<void> {
  const done = await namesIn(query, OWN_TABLE)
  const undone = migrationsIn(directory).filter((migration) => !done.includes(migration))
  if (undone.length > 0) throw mismatch({ name }, `lacks the migrations ${undone.join(', ')}`)
}
