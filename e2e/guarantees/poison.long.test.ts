import { randomUUID } from 'node:crypto'
import {
  type Arranged,
  arrange,
  ORDINARY,
  operatorRoutesOf,
  readEvents,
  reserve,
  routesOf,
  type ServiceName,
  watchSagas,
} from '@bistro/client'
import { askStack } from '@bistro/client/control'
import { orderIdOf } from '@bistro/events'
import { dataOf } from '@bistro/http-client'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { withDatabase } from '../support/databases.ts'
import { encode, encodeAsLater, type Forged, forge, produce } from '../support/forged.ts'
import { type HostedStack, startHostedStack } from '../support/hosted-stack.ts'
import { expectProblem, post, send } from '../support/http.ts'
import { metricsOf } from '../support/metrics.ts'
import { asOperator, goodCustomer, goodReservation } from '../support/requests.ts'
import { endOf, textIn } from '../support/sagas.ts'
import { WITHOUT_CONSOLE } from '../support/without-console.ts'

/** Those who read what the customer service publishes. */
const READERS: readonly ServiceName[] = ['reservation', 'shipping']
const SETTLED = { timeout: 10_000, interval: 100 }
const NOBODYS_SCHEMA_ID = 999_999
const NIL = '00000000-0000-0000-0000-000000000000'
const [undecodable, truncated, unheardOf] = [randomUUID(), randomUUID(), randomUUID()]
const [oversized, otherwise] = [randomUUID(), randomUUID()]
const [noId, upperId, nul, prototype] = [randomUUID(), randomUUID(), randomUUID(), randomUUID()]
const badIds: ReadonlySet<string> = new Set([noId, upperId, nul])
const [unread, nextToIt] = [randomUUID(), randomUUID()]
/** More than a service reads, and less than the broker takes. */
const OVERSIZED_BYTES = 100_000

// A stack of its own: what these tests put on a topic must not be found there by others.
describe('poison is set aside and the rest goes on', () => {
  let own: HostedStack
  let poison: readonly Forged[]
  let follower: Forged

  beforeAll(async () => {
    own = await startHostedStack({ settings: WITHOUT_CONSOLE })
    const guest = (customerId: string) =>
      encode(own.manifest, 'customer', 'CustomerRegistered', { customerId, ...goodCustomer })
    const valid = await encode(own.manifest, 'customer', 'CustomerRegistered', {
      customerId: undecodable,
      ...goodCustomer,
    })
    const registered = (stream: string, value: Buffer, version = 1): Forged =>
      forge('customer', 'CustomerRegistered', { stream, version, value })
    const stray: Forged = { stream: NIL, version: 0, value: Buffer.from('no headers'), headers: {} }
    const copied = [
      registered(undecodable, Buffer.from('no Avro')),
      registered(truncated, valid.subarray(0, -3)),
      registered(unheardOf, withSchemaId(valid, NOBODYS_SCHEMA_ID)),
      registered(oversized, Buffer.concat([valid, Buffer.alloc(OVERSIZED_BYTES)])),
      registered(otherwise, await encode(own.manifest, 'customer', 'CreditLimitChanged', limitOf(otherwise))),
      registered(noId, await guest('nope,"a}')),
      registered(upperId, await guest(upperId.toUpperCase())),
      registered(nul, await guest(`${nul}\0`)),
    ]
    poison = [stray, ...copied]
    follower = registered(undecodable, valid, 2)
    const unhandled = ['constructor', '__proto__'].map((type, index) =>
      forge('customer', type, { stream: prototype, version: index + 1, value: Buffer.from('never looked at') }),
    )
    await produce(own.manifest, 'customer', [...poison, follower, ...unhandled])
    await produce(own.manifest, 'customer', copied)
  })

  afterAll(() => own?.stop())

  it.each(READERS)('%s shows each at /parked with its reason, and keeps its bytes', async (service) => {
    await expect.poll(() => parked(service), SETTLED).toHaveLength(poison.length + 1)
    const items = await parked(service)
    for (const { stream, version, value } of poison) {
      const item = items.find(({ streamId, version: at }) => streamId === stream && at === version)
      expect(item).toMatchObject({ reason: 'poison', source: stream === NIL ? '' : '/services/customer' })
      expect(item?.error).toMatch(/.{10}/)
      expect(Date.now() - Date.parse(item?.since ?? '')).toBeLessThan(60_000)
      expect(await bytesOf(service, item?.id ?? '')).toEqual(value)
    }
    expect(items).toContainEqual(expect.objectContaining({ streamId: follower.stream, version: 2, reason: 'gap' }))
  })

  it.each(READERS)('%s says which field is wrong in what it can read', async (service) => {
    const items = (await parked(service)).filter(({ streamId }) => badIds.has(streamId))
    expect(items.map(({ error }) => error)).toEqual(
      Array(3).fill(expect.stringContaining('customerId is not a UUID in lower case')),
    )
  })

  it.each(READERS)('%s passes over types that are named as what every object has', async (service) => {
    expect(await hasReached(service, `customer:${prototype}@2`)).toBe(true)
  })

  it.each(READERS)('%s has counted them', async (service) => {
    expect(await metricsOf(own.manifest, service)).toContain(
      `bistro_parked_messages_total{reason="poison"} ${poison.length}\n`,
    )
  })

  it('sagas of others go on to their end', async () => {
    const arranged = await arrange(own.manifest, ORDINARY)
    const begin = async () => textIn(await reserve(own.manifest, arranged, ORDINARY), 'reservationId')
    expect(await ending(begin)).toBe('OrderDelivered')
  })

  it('a kit that the evening lacks, though a reservation of it is on the topic: OrderCancelled{invalid_order}', async () => {
    const stream = randomUUID()
    const arranged = await arrange(own.manifest, ORDINARY)
    const value = await encode(own.manifest, 'reservation', 'ReservationHeld', held(stream, arranged))
    const begin = async () => {
      const event = forge('reservation', 'ReservationHeld', { stream, version: 1, value })
      await produce(own.manifest, 'reservation', [event])
      return stream
    }
    expect(await ending(begin)).toBe('OrderCancelled')
    const path = { id: orderIdOf(stream) }
    const order = await dataOf(routesOf(own.manifest, 'order').GET('/orders/{id}', { params: { path } }))
    expect(order).toMatchObject({ status: 'cancelled', cancelReason: 'invalid_order', lines: [] })
  })

  it.each(READERS)('%s: a retry does not make it better, and it stays', async (service) => {
    const before = await parked(service)
    const item = before.find(({ streamId }) => streamId === truncated)
    expectProblem(await settle(service, item, 'retry'), 409, 'still-failing')
    expect(await parked(service)).toMatchObject(before.map(({ streamId, version }) => ({ streamId, version })))
  })

  it('the genuine record takes the place of one that cannot be read', async () => {
    const value = await encode(own.manifest, 'customer', 'CustomerRegistered', {
      customerId: unheardOf,
      ...goodCustomer,
    })
    const genuine = forge('customer', 'CustomerRegistered', { stream: unheardOf, version: 1, value })
    await produce(own.manifest, 'customer', [genuine])
    for (const service of READERS) {
      const left = async () => (await parked(service)).map(({ streamId }) => streamId)
      await expect.poll(left, SETTLED).not.toContain(unheardOf)
      expect(await hasReached(service, `customer:${unheardOf}@1`)).toBe(true)
    }
  })

  it.each(READERS)('%s: skipped, its stream goes on with the next event', async (service) => {
    const items = await parked(service)
    const left = async () => (await parked(service)).map(({ streamId }) => streamId)
    const first = items.find(({ streamId, version }) => streamId === undecodable && version === 1)
    const skipped = await settle(service, first, 'skip')
    expect([skipped.status, skipped.body]).toEqual([202, { behind: 1 }])
    await expect.poll(left, SETTLED).not.toContain(undecodable)
    expect(await hasReached(service, `customer:${undecodable}@2`)).toBe(true)
    expect(await hasReached(service, `customer:${truncated}@1`)).toBe(false)

    const stray = items.find(({ streamId }) => streamId === NIL)
    expect((await settle(service, stray, 'skip')).status).toBe(202)
    expect(await left()).not.toContain(NIL)
    expectProblem(await settle(service, stray, 'skip'), 404, 'unknown-parked')
  })

  it('a message whose schema cannot be learned now waits alone, and goes on by itself once it can', async () => {
    const value = await encodeAsLater(own.manifest, 'order', 'OrderDelivered', {
      ...{ orderId: unread, reservationId: unread, customerId: unread },
      balance: { amount: 1, currency: 'EUR' },
    })
    const arranged = await arrange(own.manifest, ORDINARY)
    await askStack(own.controlSocket, { action: 'kill', name: 'registry' })
    await produce(own.manifest, 'order', [
      forge('order', 'OrderDelivered', { stream: unread, version: 1, value }),
      forge('order', 'OrderConfirmed', { stream: unread, version: 2, value: Buffer.from('never looked at') }),
      forge('order', 'OrderConfirmed', { stream: nextToIt, version: 1, value: Buffer.from('never looked at') }),
    ])
    const waiting = async () =>
      (await parked('customer')).map(({ streamId, reason }) => (streamId === unread ? reason : 'another')).toSorted()
    await expect.poll(waiting, SETTLED).toEqual(['gap', 'schema'])
    expect(await hasReached('customer', `order:${nextToIt}@1`)).toBe(true)
    const begin = async () => textIn(await reserve(own.manifest, arranged, ORDINARY), 'reservationId')
    expect(await ending(begin)).toBe('OrderDelivered')

    await askStack(own.controlSocket, { action: 'start', name: 'registry' })
    await expect.poll(waiting, SETTLED).toEqual([])
    expect(await hasReached('customer', `order:${unread}@2`)).toBe(true)
  })

  const urlOf = (service: ServiceName): string => own.manifest.services[service].url

  const parked = async (service: ServiceName) => {
    const params = { query: { limit: 100 } }
    return (await dataOf(operatorRoutesOf(own.manifest, service).GET('/parked', { params }))).items
  }

  const settle = (service: ServiceName, item: { readonly id: string } | undefined, order: 'retry' | 'skip') =>
    post(
      `${urlOf(service)}/parked/${item?.id}/${order}`,
      order === 'skip' ? { why: 'a test' } : {},
      asOperator(own.manifest),
    )

  async function hasReached(service: ServiceName, token: string): Promise<boolean> {
    const headers = { ...asOperator(own.manifest), 'consistency-token': token }
    const { status } = await send(`${urlOf(service)}/parked`, { headers })
    return status === 200
  }

  const bytesOf = (service: ServiceName, id: string): Promise<Buffer | undefined> =>
    withDatabase(own.manifest, service, async (client) => {
      const { rows } = await client.query<{ value: Buffer }>('select value from parked where id = $1', [id])
      return rows[0]?.value
    })

  /** Of the saga that `begin` begins. */
  async function ending(begin: () => Promise<string>): Promise<string> {
    const reader = await readEvents(own.manifest)
    try {
      return await endOf(watchSagas(reader), await begin())
    } finally {
      await reader.close()
    }
  }
})

const limitOf = (customerId: string) => ({ customerId, creditLimit: { amount: 1, currency: 'EUR' } })

const held = (reservationId: string, arranged: Arranged) => ({
  ...goodReservation(arranged),
  reservationId,
  kits: [{ sku: 'unheard-of', quantity: 1 }],
  holdExpiresAt: '2030-05-01T19:00:00.000Z',
})

function withSchemaId(bytes: Buffer, id: number): Buffer {
  const changed = Buffer.from(bytes)
  changed.writeUInt32BE(id, 1)
  return changed
}
