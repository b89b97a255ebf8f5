import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { ProgramName } from '@bistro/client/names'
import type pg from 'pg'
import { asSuperuser, DATABASE, roleOf, type Server } from './postgres-database.ts'

/** What a server is given so that a relay can read its write-ahead log. A slot that keeps more than this is lost. */
export const WAL_SETTINGS = { wal_level: 'logical', max_slot_wal_keep_size: '512MB' }

/** Where a data directory keeps its slots. A server with slots starts with `wal_level=logical` alone. */
export const SLOTS_DIRECTORY = 'pg_replslot'

export function hasSlots(dataDirectory: string): boolean {
  const directory = join(dataDirectory, SLOTS_DIRECTORY)
  return existsSync(directory) && readdirSync(directory).length > 0
}

/**
 * Makes the login that may replicate and do nothing else, or removes it with its slot: then the service publishes from its
 * tables what nobody has read from the slot.
 * @param password undefined if the relay is not BISTRO_RELAY=wal
 */
export async function setWalLogin(server: Server, program: ProgramName, password: string | undefined): Promise<void> {
  await asSuperuser(server, async (client) => {
    const role = roleOf(program, 'wal')
    const { rowCount } = await client.query('SELECT FROM pg_roles WHERE rolname = $1', [role])
    if (password === undefined) return rowCount === 0 ? undefined : removeLogin(client, program, role)
    const name = client.escapeIdentifier(role)
    const verb = rowCount === 0 ? 'CREATE' : 'ALTER'
    await client.query(`${verb} ROLE ${name} LOGIN REPLICATION PASSWORD ${client.escapeLiteral(password)}`)
    await client.query(`GRANT CONNECT ON DATABASE ${DATABASE} TO ${name}`)
  })
}

async function removeLogin(client: pg.Client, program: ProgramName, role: string): Promise<void> {
  const { slotNameOf } = await import('@bistro/kit/postgres')
  await client.query('SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots WHERE slot_name = $1', [
    slotNameOf(program, DATABASE),
  ])
  const name = client.escapeIdentifier(role)
  const { rows } = await client.query<{ database: string }>('SELECT quote_ident(datname) AS database FROM pg_database')
  for (const { database } of rows) await client.query(`REVOKE ALL ON DATABASE ${database} FROM ${name}`)
  await client.query(`DROP ROLE ${name}`)
}
