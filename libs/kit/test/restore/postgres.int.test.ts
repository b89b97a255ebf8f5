import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect } from 'vitest'
import { copyIn, copyOut, createPostgresStore, migrate, migrateTo, readBackup } from '../../src/postgres/index.ts'
import type { Store } from '../../src/runtime/store.ts'
import { type Database, type PostgresServer, startPostgres } from '../postgres-server.ts'
import { remembering, restoreSuite } from './suite.ts'

const directory = fileURLToPath(new URL('../migrations', import.meta.url))
let server: PostgresServer
let migrated: Database
let folders: string
let copies = 0
const opened = new Map<Store, Database>()

beforeAll(async () => {
  folders = await mkdtemp(join(tmpdir(), 'bistro-backups-'))
  server = await startPostgres()
  migrated = await server.createDatabase()
  await migrate({ url: migrated.ownerUrl, directory, appRole: migrated.appRole })
})
afterAll(async () => {
  await Promise.all([...opened.keys()].map((store) => store.close()))
  await server.stop()
  await rm(folders, { recursive: true, force: true })
})

async function open(database: Database): Promise<Store> {
  const store = createPostgresStore({ url: database.appUrl, service: remembering })
  opened.set(store, database)
  return store
}

/** As a backup and a restore copy it: in a folder, between two databases. */
async function throughBackup({ appUrl }: Database): Promise<Database> {
  const folder = join(folders, `backup-${++copies}`)
  const backup = await copyOut({ url: appUrl, service: 'library', folder }, () => {})
  expect(await readBackup(folder)).toEqual(backup)
  const database = await server.createDatabase()
  await migrateTo({ url: database.ownerUrl, directory }, backup.level)
  await copyIn({ url: database.ownerUrl, folder, backup }, () => {})
  await migrate({ url: database.ownerUrl, directory, appRole: database.appRole })
  return database
}

describe('on Postgres', () =>
  restoreSuite({
    create: async () => open(await server.createDatabase(migrated)),
    copy: async (store) => open(await throughBackup(opened.get(store) ?? migrated)),
  }))
