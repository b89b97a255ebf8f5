import { createReadStream, createWriteStream, existsSync } from 'node:fs'
import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import type { Client } from 'pg'
import { from as copyFrom, to as copyTo } from 'pg-copy-streams'
import type { Statement } from './database.ts'
import { connected, type Level, levelOf, MIGRATION_TABLES } from './migrations.ts'

const FORMAT = 1
const SUMMARY = 'backup.json'
/** It holds addresses and card tokens. */
const OWNER_ONLY = { folder: 0o700, file: 0o600 }

/** A table and how many of its rows have been copied. */
export interface Copied {
  readonly table: string
  readonly rows: number
}

/** What a backup says of itself: a folder with this and a file for each table. */
export interface Backup {
  readonly format: typeof FORMAT
  readonly service: string
  /** RFC 3339: the moment that it shows. */
  readonly at: string
  readonly level: Level
  readonly tables: readonly (Copied & { readonly columns: readonly string[] })[]
}

/**
 * Copies all tables of a service as they were at one moment, while it runs. The folder gets its name when it is whole.
 * @param url of a role that may read all tables
 */
export async function copyOut(
  { url, service, folder }: { readonly url: string; readonly service: string; readonly folder: string },
  onCopied: (copied: Copied) => void,
): Promise<Backup> {
  await makeParents(folder)
  // Of this backup alone: another one, or somebody's own folder, may have any fixed name.
  const part = await mkdtemp(`${folder}.part-`)
  try {
    const backup = await copyInto(part, url, service, onCopied)
    await rename(part, folder)
    return backup
  } catch (error) {
    await rm(part, { recursive: true, force: true })
    throw error
  }
}

/** One by one: where a folder is there and yet takes no other, as in /proc, `recursive` tries for ever. */
async function makeParents(folder: string): Promise<void> {
  const parent = dirname(folder)
  if (existsSync(parent)) return
  await makeParents(parent)
  await mkdir(parent, { mode: OWNER_ONLY.folder }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error
  })
}

async function copyInto(
  part: string,
  url: string,
  service: string,
  onCopied: (copied: Copied) => void,
): Promise<Backup> {
  const backup = await connected(url, async (client) => {
    await client.query('begin isolation level repeatable read read only')
    const query: Statement = async (text, values = []) => (await client.query(text, [...values])).rows
    const [moment] = await query<{ now: Date }>('select now() as now')
    const level = await levelOf(query)
    const tables: Backup['tables'][number][] = []
    for (const { table, columns } of await tablesIn(query)) {
      const rows = await copyTable(client, table, columns, join(part, `${table}.copy`))
      tables.push({ table, columns, rows })
      onCopied({ table, rows })
    }
    return { format: FORMAT, service, at: (moment?.now ?? new Date()).toISOString(), level, tables } as const
  })
  await writeFile(join(part, SUMMARY), `${JSON.stringify(backup, null, 2)}\n`, { mode: OWNER_ONLY.file })
  return backup
}

/** @throws if the folder is no backup, or one that this version does not read */
export async function readBackup(folder: string): Promise<Backup> {
  const text = await readFile(join(folder, SUMMARY), 'utf8').catch((cause: NodeJS.ErrnoException) => {
    throw new Error(`${folder} is no backup: it has no ${SUMMARY} (${cause.code})`, { cause })
  })
  const backup = parsed(text)
  if (!backup?.level || !Array.isArray(backup.tables))
    throw new Error(`${folder} is no backup: its ${SUMMARY} is damaged`)
  if (backup.format !== FORMAT) throw new Error(`${folder} has format ${backup.format}; this version reads ${FORMAT}`)
  return backup
}

function parsed(text: string): Backup | undefined {
  try {
    return JSON.parse(text) as Backup
  } catch {
    return undefined
  }
}

/** A file that is not what the summary of its backup says. */
export class BackupDamaged extends Error {}

/**
 * Fills the empty tables of a database of the backup's level.
 * @param url of the tables' owner
 * @throws BackupDamaged if a file does not have the rows that the backup says
 */
export async function copyIn(
  { url, folder, backup }: { readonly url: string; readonly folder: string; readonly backup: Backup },
  onCopied: (copied: Copied) => void,
): Promise<void> {
  await connected(url, async (client) => {
    await client.query('begin')
    for (const { table, columns, rows } of backup.tables) {
      const stream = client.query(
        copyFrom(`copy ${namesOf(client, [table])} (${namesOf(client, columns)}) from stdin (format binary)`),
      )
      await pipeline(createReadStream(join(folder, `${table}.copy`)), stream).catch((cause: Error) => {
        throw isOfFile(cause) ? new BackupDamaged(`${table}.copy is damaged: ${cause.message}`, { cause }) : cause
      })
      if (stream.rowCount !== rows)
        throw new BackupDamaged(`${table}.copy has ${stream.rowCount} rows, but ${SUMMARY} says ${rows}`)
      onCopied({ table, rows })
    }
    for (const { table, column } of (await client.query<Numbered>(NUMBERED)).rows)
      await client.query(CONTINUE(namesOf(client, [table]), namesOf(client, [column])), [table, column])
    await client.query('commit')
  })
}

/**
 * The file cannot be opened or read, or Postgres cannot make rows of it (class 22 of SQLSTATE): the server is well. An error
 * of a connection names no path.
 */
export const isOfFile = ({ code = '', path }: NodeJS.ErrnoException): boolean =>
  path !== undefined || ['EISDIR', 'EIO'].includes(code) || code.startsWith('22')

const TABLES = `select c.relname as table, array_agg(a.attname::text order by a.attnum) as columns
  from pg_class c join pg_attribute a on a.attrelid = c.oid
  where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace and c.relname <> all($1::text[])
    and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
  group by c.relname order by c.relname`

const tablesIn = (query: Statement): Promise<{ table: string; columns: string[] }[]> =>
  query(TABLES, [MIGRATION_TABLES])

interface Numbered {
  readonly table: string
  readonly column: string
}

const NUMBERED = `select table_name as table, column_name as column from information_schema.columns
  where table_schema = 'public' and is_identity = 'YES'`

/** The next number follows on the highest one. */
const CONTINUE = (table: string, column: string): string =>
  `select setval(pg_get_serial_sequence($1, $2), (select coalesce(max(${column}), 0) + 1 from ${table}), false)`

async function copyTable(client: Client, table: string, columns: readonly string[], file: string): Promise<number> {
  const from = `copy ${namesOf(client, [table])} (${namesOf(client, columns)}) to stdout (format binary)`
  const stream = client.query(copyTo(from))
  await pipeline(stream, createWriteStream(file, { mode: OWNER_ONLY.file }))
  return stream.rowCount
}

const namesOf = (client: Client, names: readonly string[]): string =>
  names.map((name) => client.escapeIdentifier(name)).join(', ')
