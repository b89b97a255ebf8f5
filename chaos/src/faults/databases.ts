import type { ProcessName, ServiceName } from '@bistro/client'
import { Random } from '@bistro/kit/faults'
import type { PlannedFault } from '../schedule.ts'
import { type Begin, NOTHING_TO_UNDO, type World } from '../world.ts'
import { pausing } from './pauses.ts'
import { grantsOf } from './rights.ts'

/** The tables that every service has. */
const TABLES = ['events', 'streams', 'entries', 'outbox', 'gates', 'parked', 'owed', 'answers', 'commands']
/** Of these connections, some are reserved for the superuser. */
const MORE_THAN_A_SERVER_HAS = 60

const serviceOf = ({ target }: PlannedFault): ServiceName => target as ServiceName
const drawn = ({ draw }: PlannedFault): Random => new Random(draw)
const backendsOf = (service: ServiceName) => ({
  text: 'select pid from pg_stat_activity where usename like $1 and pid <> pg_backend_pid()',
  values: [`${service}\\_%`],
})

/** Changes one setting of a server until it is undone; the setting would bind the sessions used here as well. */
async function altered({ databases }: World, service: ServiceName, setting: string, value: string) {
  const changing = (change: string) =>
    databases.run(service, 'set default_transaction_read_only = off', change, 'select pg_reload_conf()')
  await changing(`alter system set ${setting} = ${value}`)
  return async () => void (await changing(`alter system reset ${setting}`))
}

/** Does something in a transaction that stays open and idle. */
async function heldOpen(connecting: ReturnType<World['databases']['connect']>, ...statements: readonly string[]) {
  const client = await connecting
  await client.query('begin')
  for (const statement of statements) await client.query(statement)
  return async () => client.end().catch(() => {}) // the server may have ended it
}

export const databases: Readonly<Record<string, Begin>> = {
  'server killed': async ({ processes }, planned) => {
    const name: ProcessName = `postgres-${serviceOf(planned)}`
    await processes.kill(name)
    return () => processes.start(name)
  },

  'server paused': pausing((service) => `postgres-${service}`),

  'backends terminated': async ({ databases }, planned) => {
    const { text, values } = backendsOf(serviceOf(planned))
    await databases.run(serviceOf(planned), { text: text.replace('pid', 'pg_terminate_backend(pid)'), values })
    return NOTHING_TO_UNDO
  },

  'backends silent': async ({ databases, manifest, signals }, planned) => {
    if (manifest.mode === 'docker') throw new Error('the backends run in a container and cannot be paused from here')
    const rows = await databases.run<{ pid: number }>(serviceOf(planned), backendsOf(serviceOf(planned)))
    return signals.pausePids(rows.map(({ pid }) => pid))
  },

  'read-only': (world, planned) => altered(world, serviceOf(planned), 'default_transaction_read_only', 'on'),

  // New logins fail, and existing sessions are terminated.
  'logins refused': async ({ databases }, planned) => {
    const service = serviceOf(planned)
    const role = databases.roleOf(service)
    const { text, values } = backendsOf(service)
    await databases.run(service, `alter role ${role} nologin`)
    await databases.run(service, { text: text.replace('pid', 'pg_terminate_backend(pid)'), values })
    return async () => void (await databases.run(service, `alter role ${role} login`))
  },

  'rights revoked': async ({ databases }, planned) => {
    const service = serviceOf(planned)
    const role = databases.roleOf(service)
    const table = drawn(planned).one(TABLES)
    const grants = await grantsOf(databases, service, table)
    await databases.run(service, `revoke all on ${table} from ${role}`)
    return async () => void (await databases.run(service, ...grants.map((grant) => `${grant} to ${role}`)))
  },

  // As a forgotten transaction in a database console would: one row of a recently changed stream.
  'row locked': async ({ databases }, planned) => {
    const service = serviceOf(planned)
    const [row] = await databases.run<{ stream: string }>(
      service,
      `select stream from events order by position desc offset ${drawn(planned).between(0, 20)} limit 1`,
    )
    const locking = `select from streams where stream = '${row?.stream}' for update`
    return heldOpen(databases.connectAsService(service), locking)
  },

  'table locked': ({ databases }, planned) =>
    heldOpen(
      databases.connect(serviceOf(planned)),
      `lock table ${drawn(planned).one(TABLES)} in access exclusive mode`,
    ),

  'connections used up': async ({ databases }, planned) => {
    const service = serviceOf(planned)
    const connecting = Array.from({ length: MORE_THAN_A_SERVER_HAS }, () => databases.connectAsService(service))
    const connected = (await Promise.allSettled(connecting)).filter((result) => result.status === 'fulfilled')
    return async () => void (await Promise.allSettled(connected.map(({ value }) => value.end())))
  },

  'column added': async ({ databases }, planned) => {
    const service = serviceOf(planned)
    const table = drawn(planned).one(TABLES)
    const column = `chaos_${planned.number}`
    await databases.run(service, `set lock_timeout = 2000`, `alter table ${table} add column ${column} integer`)
    return async () => void (await databases.run(service, `alter table ${table} drop column if exists ${column}`))
  },
}
