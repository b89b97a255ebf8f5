import { mkdirSync, readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { audit } from '@bistro/audit'
import {
  type Arranged,
  arrange,
  ENDINGS,
  ORDINARY,
  play,
  readEvents,
  reserve,
  type SagaWatcher,
  SERVICES,
  type ServiceName,
  watchSagas,
} from '@bistro/client'
import { askStack } from '@bistro/client/control'
import { orderIdOf } from '@bistro/events'
import { secretsOf } from '@bistro/stack'
import pg from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { begin, type as typed } from '../support/command-line.ts'
import { type HostedStack, startHostedStack } from '../support/hosted-stack.ts'
import { leftBehind } from '../support/left-behind.ts'
import { plant } from '../support/planted.ts'
import { DEPOSIT, endOf, textIn } from '../support/sagas.ts'
import { WITHOUT_CONSOLE } from '../support/without-console.ts'

const SETTLED = { timeout: 40_000, interval: 500 }
/** Endings that wait for nothing: the deadline and the hold have tests of their own. */
const QUICK = ENDINGS.filter(
  ({ wishes }) => !wishes.holdSeconds && !['tok_never', 'tok_charged_silently'].includes(wishes.cardToken),
)

interface Open extends Arranged {
  readonly reservationId: string
  readonly orderId: string
}

// A stack of its own: it loses databases.
let own: HostedStack
let sagas: SagaWatcher
let closeReader: () => Promise<void>
const open: Open[] = []

beforeAll(async () => {
  // No charge reaches its deadline while the card provider is away, however slow the machine.
  const settings = { ...WITHOUT_CONSOLE, BISTRO_PAYMENT_DEADLINE_MS: '600000' }
  own = await startHostedStack({ settings })
  const reader = await readEvents(own.manifest)
  sagas = watchSagas(reader)
  closeReader = () => reader.close()
})
afterAll(async () => {
  await closeReader?.()
  await own?.stop()
})

const act = (action: 'stop' | 'start' | 'kill', name: ServiceName | 'psp' | 'carrier') =>
  askStack(own.controlSocket, { action, name })

async function openSaga(lastEvent: string): Promise<void> {
  const arranged = await arrange(own.manifest, ORDINARY)
  const reservationId = textIn(await reserve(own.manifest, arranged, ORDINARY), 'reservationId')
  open.push({ ...arranged, reservationId, orderId: orderIdOf(reservationId) })
  expect(await sagas.until(reservationId, ({ type }) => type === lastEvent, SETTLED.timeout)).toBeDefined()
}

/** The service dies, and its database with it. */
async function lose(service: ServiceName): Promise<void> {
  await act('kill', service)
  const { host, port } = own.manifest.services[service].postgres
  const password = secretsOf(own.dataDir).postgresSuperuser
  const client = new pg.Client({ host, port, user: 'postgres', password, database: 'postgres' })
  await client.connect()
  await client.query('drop database bistro with (force)')
  await client.end()
}

const publishes = (service: ServiceName): boolean => own.manifest.services[service].kafka.topic !== undefined

const folderOf = (service: ServiceName): string => join(own.dataDir, 'backups', service)

async function violations() {
  const report = await audit(own.manifest)
  return report.findings.flatMap((finding) => finding.violations)
}

it('a backup is made while everything runs, and sagas go on', async () => {
  await Promise.all(QUICK.map((ending) => play(own.manifest, sagas, ending)))
  for (const service of ['payment', 'shipping'] as const) {
    const { status, output } = typed(own, 'backup', service, '--to', folderOf(service))
    expect(output).toMatch(/events: \d+ rows\n/)
    expect(output).toContain(`To restore it: npm run restore -- ${service} --from ${folderOf(service)}`)
    expect(status).toBe(0)
    expect(typed(own, 'backup', service, '--to', folderOf(service)).output).toContain('is there already')
  }
  await Promise.all(QUICK.map((ending) => play(own.manifest, sagas, ending)))
}, 120_000)

it('what it lost comes from Kafka: each saga ends, each guest is charged once', async () => {
  await act('stop', 'carrier')
  await openSaga('ShipmentScheduled')
  await act('stop', 'psp')
  await openSaga('PaymentRequested')
  for (const service of ['payment', 'shipping'] as const) {
    await lose(service)
    const { status, output } = typed(own, 'restore', service, '--from', folderOf(service))
    expect(output).toMatch(
      new RegExp(
        `${service} does not run.*Restored in .*: \\d+ events were in the backup, [1-9]\\d* came from Kafka`,
        's',
      ),
    )
    expect(status).toBe(0)
  }
  await act('start', 'psp')
  await act('start', 'carrier')
  for (const { reservationId } of open) expect(await endOf(sagas, reservationId)).toBe('OrderDelivered')
  for (const one of open)
    expect(await leftBehind(own.manifest, one, [one.orderId])).toMatchObject({ captures: [DEPOSIT], refunds: [] })
  await expect.poll(violations, SETTLED).toEqual([])
}, 180_000)

it('so does the whole of each database that publishes, from nothing, while the others work on', async () => {
  for (const service of SERVICES.filter(publishes)) {
    const { status, output } = typed(own, 'restore', service, '--from', 'nothing')
    expect(output).toMatch(
      new RegExp(
        `${service} has stopped.*Restored in .*: [1-9]\\d* came from Kafka.*kept as bistro_before_restore.*${service} is ready`,
        's',
      ),
    )
    expect(status).toBe(0)
  }
  const [outcome] = await Promise.all(QUICK.slice(0, 1).map((ending) => play(own.manifest, sagas, ending)))
  expect(outcome?.faults).toEqual([])
  await expect.poll(violations, SETTLED).toEqual([])
}, 240_000)

it('a second restore of a service is refused while one is under way', async () => {
  const both = [1, 2].map(() => begin(own, 'restore', 'payment', '--from', 'nothing'))
  const statuses = await Promise.all(both.map(({ ended }) => ended))
  expect(statuses.toSorted()).toEqual([0, 1])
  const outputs = both.map(({ output }) => output()).join('')
  expect(outputs).toContain('Another restore of payment is under way')
  await expect.poll(violations, SETTLED).toEqual([])
}, 120_000)

it('Ctrl-C ends a restore: the service goes on with what it had', async () => {
  const restore = begin(own, 'restore', 'payment', '--from', folderOf('payment'))
  await expect.poll(restore.output, SETTLED).toContain('payment has stopped')
  expect(await restore.interrupt()).toBe(130)
  expect(restore.output()).toContain('payment is ready again with what it had: nothing has changed.')
  await expect.poll(violations, SETTLED).toEqual([])
}, 60_000)

it('a service that publishes nothing is refused: it would tell everybody everything again', () => {
  for (const service of SERVICES.filter((one) => !publishes(one)))
    expect(typed(own, 'restore', service, '--from', 'nothing')).toMatchObject({
      status: 1,
      output: expect.stringContaining('publishes nothing: what it has done stands in its database alone'),
    })
}, 60_000)

it('two backups at once to one folder: one is whole, the other is refused, and nobody else loses a folder', async () => {
  const to = join(own.dataDir, 'backups', 'twice')
  const others = `${to}.part`
  mkdirSync(others)
  const both = [1, 2].map(() => begin(own, 'backup', 'payment', '--to', to))
  const statuses = await Promise.all(both.map(({ ended }) => ended))
  expect(statuses.toSorted()).toEqual([0, 1])
  const { tables } = JSON.parse(readFileSync(join(to, 'backup.json'), 'utf8')) as { tables: { table: string }[] }
  expect(readdirSync(to).sort()).toEqual(['backup.json', ...tables.map(({ table }) => `${table}.copy`)].sort())
  expect(
    readdirSync(dirname(to))
      .filter((name) => name.startsWith('twice'))
      .sort(),
  ).toEqual(['twice', 'twice.part'])
}, 60_000)

it('a damaged backup is refused in words; the service goes on', () => {
  const folder = join(own.dataDir, 'backups', 'twice')
  truncateSync(join(folder, 'events.copy'), 100)
  const { status, output } = typed(own, 'restore', 'payment', '--from', folder)
  expect(output).toContain(`The backup in ${folder} is damaged: events.copy is damaged: unexpected EOF`)
  expect(output).toContain('payment is ready again with what it had')
  expect(output).not.toMatch(/^ +at /m)
  expect(status).toBe(1)
  writeFileSync(join(folder, 'backup.json'), 'null')
  expect(typed(own, 'restore', 'payment', '--from', folder).output).toContain('its backup.json is damaged')
}, 60_000)

it('a folder in a place that takes none is refused at once', () => {
  const { status, output } = typed(own, 'backup', 'payment', '--to', '/proc/nope/x')
  expect(output).toContain('/proc/nope/x cannot be written')
  expect(status).toBe(1)
})

it('a backup of another service is refused, and one with a history that Kafka does not have; the service goes on', async () => {
  expect(typed(own, 'restore', 'order', '--from', folderOf('payment'))).toMatchObject({
    status: 1,
    output: expect.stringContaining('is a backup of payment, not of order'),
  })
  const [{ orderId, reservationId } = {}] = open
  const ids = { orderId, reservationId, paymentId: orderId }
  await plant(own.manifest, {
    service: 'payment',
    stream: `${orderId}`,
    type: 'PaymentFailed',
    data: { ...ids, reason: 'declined' },
  })
  const folder = `${folderOf('payment')}-planted`
  expect(typed(own, 'backup', 'payment', '--to', folder).status).toBe(0)
  const { status, output } = typed(own, 'restore', 'payment', '--from', folder)
  expect(output).toMatch(
    new RegExp(
      `bistro.payment.v1 is behind the database of payment:\\n  stream ${orderId}, version 3: event .* is not on`,
    ),
  )
  expect(output).toContain('payment is ready again with what it had')
  expect(status).toBe(1)
}, 60_000)
