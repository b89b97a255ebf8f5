import { setTimeout as delay } from 'node:timers/promises'
import { audit } from '@bistro/audit'
import {
  type Arranged,
  arrange,
  ORDINARY,
  operatorRoutesOf,
  reserve,
  routesOf,
  SERVICES,
  type ServiceName,
} from '@bistro/client'
import { askStack } from '@bistro/client/control'
import { dataOf } from '@bistro/http-client'
import { SchemaRegistry } from '@kafkajs/confluent-schema-registry'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { withDatabase } from '../support/databases.ts'
import { type HostedStack, startHostedStack } from '../support/hosted-stack.ts'
import { leftBehind } from '../support/left-behind.ts'
import { plainClient, readTopics, streamsWithGaps, throughTheGate } from '../support/records.ts'
import { BALANCE, DEPOSIT } from '../support/sagas.ts'

const [OLD, NEW] = ['bistro.order.v1', 'bistro.order.v2'] as const
const GUEST = { ...ORDINARY, seatsOfEvening: 100_000, creditLimitCents: 1_000_000_000 }
const GUESTS_AT_ONCE = 4
const PAUSE_MS = 150
const PHASE_MS = 1_000
const SETTLED = { timeout: 40_000, interval: 500 }

// A stack of its own: in the end it publishes the order's events elsewhere than others expect them.
let own: HostedStack
let arranged: Arranged
const orders: string[] = []

/** Guests who reserve one after the other until they are told to stop; one who finds the door closed comes again. */
function openTheDoors(): { close(): Promise<void> } {
  let isOpen = true
  const guest = async (): Promise<void> => {
    for (; isOpen; await delay(PAUSE_MS)) {
      const answer = await reserve(own.manifest, arranged, GUEST).catch(() => undefined)
      if (typeof answer?.body.orderId === 'string') orders.push(answer.body.orderId)
    }
  }
  const guests = Promise.all(Array.from({ length: GUESTS_AT_ONCE }, guest))
  return {
    close: async () => {
      isOpen = false
      await guests
    },
  }
}

async function restart(name: ServiceName, settings: Record<string, string>): Promise<void> {
  await askStack(own.controlSocket, { action: 'stop', name })
  await askStack(own.controlSocket, { action: 'start', name, settings })
  await delay(PHASE_MS)
}

async function statuses(ids: readonly string[]): Promise<Record<string, number>> {
  const read = (id: string) => dataOf(routesOf(own.manifest, 'order').GET('/orders/{id}', { params: { path: { id } } }))
  const byStatus = Map.groupBy(await Promise.all(ids.map(read)), ({ status }) => status)
  return Object.fromEntries([...byStatus].map(([status, all]) => [status, all.length]))
}

const recordsOn = async (topic: string) => {
  const { kafka } = own.manifest
  return throughTheGate(await readTopics(plainClient(kafka.bootstrap, kafka.reader), [topic]))
}

const storedOrders = (): Promise<number> =>
  withDatabase(own.manifest, 'order', async (client) => {
    const { rows } = await client.query<{ count: number }>('select count(*)::int as count from events where published')
    return rows[0]?.count ?? 0
  })

beforeAll(async () => {
  own = await startHostedStack()
  arranged = await arrange(own.manifest, GUEST)
})
afterAll(() => own?.stop())

it('under load: published beside the old one, its readers move one by one, the old one is retired; each saga ends, once', async () => {
  const doors = openTheDoors()
  await delay(PHASE_MS)
  await restart('order', { BISTRO_PUBLISH: 'v1,v2' })
  for (const reader of ['payment', 'customer', 'reservation', 'shipping'] as const)
    await restart(reader, { BISTRO_READ: 'order:v2' })
  await restart('order', { BISTRO_PUBLISH: 'v2' })
  const retiredAfter = orders.length
  await delay(PHASE_MS)
  await doors.close()

  expect(orders.length).toBeGreaterThan(retiredAfter)
  await expect.poll(() => statuses(orders), SETTLED).toEqual({ delivered: orders.length })
  const left = await leftBehind(own.manifest, arranged, orders)
  expect(left).toMatchObject({ creditReserved: 0, seatsHeld: 0, refunds: [] })
  expect(left.balanceDue).toBeGreaterThanOrEqual(orders.length * BALANCE)
  expect(left.captures).toEqual(orders.map(() => DEPOSIT))
  const late = new Set(orders.slice(retiredAfter))
  expect((await recordsOn(OLD)).some(({ headers }) => late.has(headers.ce_subject ?? ''))).toBe(false)
}, 120_000)

it('the new topic has the whole history, without gaps, in its own shape', async () => {
  await expect.poll(async () => (await recordsOn(NEW)).length, SETTLED).toBe(await storedOrders())
  const records = await recordsOn(NEW)
  expect(streamsWithGaps(records)).toEqual([])
  const registry = new SchemaRegistry({ host: own.manifest.registry.url })
  const validated = records.find(({ headers }) => headers.ce_type === 'bistro.order.OrderValidated')
  expect(await registry.decode(validated?.value ?? Buffer.alloc(0))).toMatchObject({
    charge: { amount: { amount: DEPOSIT, currency: 'EUR' }, means: 'card', reference: 'tok_ok' },
  })
})

it('nobody has set anything aside, and the audit finds nothing wrong', async () => {
  const parked = await Promise.all(SERVICES.map((name) => dataOf(operatorRoutesOf(own.manifest, name).GET('/parked'))))
  expect(parked.flatMap(({ items }) => items)).toEqual([])
  const report = await audit(own.manifest)
  expect(report.findings.flatMap(({ violations }) => violations)).toEqual([])
}, 60_000)

it('a topic that comes back gets what was stored while it was away', async () => {
  expect((await recordsOn(OLD)).length).toBeLessThan(await storedOrders())
  await restart('order', { BISTRO_PUBLISH: 'v1,v2' })
  await expect.poll(async () => (await recordsOn(OLD)).length, SETTLED).toBe(await storedOrders())
}, 60_000)
