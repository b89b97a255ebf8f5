import { setTimeout as sleep } from 'node:timers/promises'
import { arrange, ORDINARY, type ProcessName, reserve, type Wishes } from '@bistro/client'
import { askStack } from '@bistro/client/control'
import { orderIdOf } from '@bistro/events'
import { dataOf } from '@bistro/http-client'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { gatewayOf } from '../support/door.ts'
import { forge, produce } from '../support/forged.ts'
import { type HostedStack, startHostedStack } from '../support/hosted-stack.ts'
import { textIn } from '../support/sagas.ts'

/** The provider answers at once, and the carrier keeps its parcels. */
const WORLD = {
  BISTRO_PSP_LATENCY_MS: '0',
  BISTRO_PSP_SLOW_MS: '1000',
  BISTRO_CARRIER_DISPATCH_MS: '600000',
  BISTRO_CARRIER_DELIVER_MS: '0',
  BISTRO_PAYMENT_DEADLINE_MS: '90000',
  BISTRO_REFUND_BACKOFF_MS: '100',
}
const SOON = { timeout: 45_000, interval: 500 }

let stack: HostedStack
beforeAll(async () => {
  stack = await startHostedStack({ settings: WORLD })
})
afterAll(() => stack?.stop())

const act = (action: 'kill' | 'stop' | 'start', name: ProcessName) => askStack(stack.controlSocket, { action, name })

const gateway = () => gatewayOf(stack.manifest)

async function begin(wishes: Wishes = ORDINARY): Promise<string> {
  const arranged = await arrange(stack.manifest, wishes)
  return textIn(await reserve(stack.manifest, arranged, wishes), 'reservationId')
}

const answerOf = (reservationId: string) =>
  gateway().GET('/api/sagas/{reservationId}', { params: { path: { reservationId } } })
const sagaOf = (id: string) => dataOf(answerOf(id))
const sagas = async (query: { status?: string; limit?: number }) =>
  (await dataOf(gateway().GET('/api/sagas', { params: { query } }))).items
const waitsOf = async (id: string) => (await sagaOf(id)).waitingFor
const stuckIds = async () => (await sagas({ status: 'stuck' })).map(({ reservationId }) => reservationId)
const typesOf = async (id: string) => (await sagaOf(id)).events.map(({ type }) => type)
const timeOf = async (id: string, type: string) => (await sagaOf(id)).events.find((event) => event.type === type)?.time

describe('whoever asks the gateway where a saga is, is told', () => {
  it('which service has yet to read which event since when, and that its process does not answer', async () => {
    await act('kill', 'payment')
    const id = await begin()
    await expect.poll(() => typesOf(id), SOON).toContain('OrderValidated')
    await expect.poll(stuckIds, SOON).toContain(id)
    expect(await waitsOf(id)).toContainEqual(
      expect.objectContaining({
        kind: 'consumer',
        service: 'payment',
        what: expect.stringMatching(/^OrderValidated( \(assumed\))? \(order, version 2\)$/),
        since: await timeOf(id, 'OrderValidated'),
        lacking: expect.stringMatching(/^payment has been down since \d\d:\d\d:\d\dZ \(connection refused\)$/),
        isStuck: true,
      }),
    )
    await act('start', 'payment')
    await expect.poll(() => typesOf(id), SOON).toContain('ShipmentScheduled')
    await expect.poll(stuckIds, SOON).not.toContain(id)
  })

  it('that the carrier has the parcel, which is no alarm', async () => {
    const id = await begin()
    await expect
      .poll(() => waitsOf(id), SOON)
      .toEqual([
        expect.objectContaining({
          kind: 'outside',
          service: 'shipping',
          what: 'news of the parcel from the carrier',
          until: expect.stringMatching(/Z$/),
          isStuck: false,
        }),
      ])
    expect(await stuckIds()).not.toContain(id)
  })

  it('which call fails, how often and why, and which timers run; and which message is parked, with what its reader needs', async () => {
    await act('stop', 'psp')
    const id = await begin()
    await expect.poll(stuckIds, SOON).toContain(id)
    expect(await waitsOf(id)).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          kind: 'effect',
          service: 'payment',
          what: 'charge at the card provider',
          since: expect.any(String),
          attempt: expect.any(Number),
          error: expect.stringContaining('the card provider'),
          isStuck: true,
        }),
        expect.objectContaining({ kind: 'timer', service: 'payment', what: 'deadline timer', isStuck: false }),
        expect.objectContaining({ kind: 'timer', service: 'reservation', what: 'hold timer', isStuck: false }),
      ]),
    )
    const stream = orderIdOf(id)
    await produce(stack.manifest, 'payment', [
      forge('payment', 'PaymentProcessed', { stream, version: 2, value: Buffer.of(1, 2) }),
    ])
    await expect
      .poll(() => waitsOf(id), SOON)
      .toContainEqual(
        expect.objectContaining({
          kind: 'parked',
          service: 'order',
          what: 'PaymentProcessed',
          parkedId: expect.any(String),
          isStuck: true,
        }),
      )
    const { parked } = await dataOf(gateway().GET('/api/attention'))
    expect(parked.find(({ service }) => service === 'order')).toMatchObject({
      type: 'PaymentProcessed',
      reason: 'poison',
      needs: expect.arrayContaining([{ field: 'orderId', missing: true }]),
    })
    await act('start', 'psp')
    await expect.poll(() => typesOf(id), SOON).toContain('ShipmentScheduled')
  })

  it('that a timer is late, because its service is down', async () => {
    await act('kill', 'payment')
    const id = await begin({ ...ORDINARY, holdSeconds: 8 })
    await expect.poll(() => waitsOf(id), SOON).toContainEqual(expect.objectContaining({ what: 'hold timer' }))
    await act('kill', 'reservation')
    await expect
      .poll(() => waitsOf(id), SOON)
      .toContainEqual(
        expect.objectContaining({
          kind: 'timer',
          service: 'reservation',
          what: 'hold timer',
          lacking: expect.stringMatching(/^reservation has been down since/),
          isStuck: true,
        }),
      )
    await Promise.all([act('start', 'payment'), act('start', 'reservation')])
    await expect.poll(async () => (await sagaOf(id)).status, SOON).not.toBe('open')
  })
})

describe('the saga view', () => {
  const content = async (): Promise<unknown> => {
    const items = await sagas({ limit: 100 })
    const found = await Promise.all(items.map(({ reservationId }) => sagaOf(reservationId)))
    return found.map(({ events, status }) => ({ status, events: events.map(({ seenAt: _, ...event }) => event) }))
  }

  it('is rebuilt from the log when its database was wiped, and equal', async () => {
    await sleep(2_000)
    const before = await content()
    await act('stop', 'gateway')
    const client = new pg.Client(stack.manifest.gateway?.postgres)
    await client.connect()
    for (const table of ['saga_events', 'sagas', 'positions', 'stuck_sagas', 'looks'])
      await client.query(`delete from ${table}`)
    await client.end()
    await act('start', 'gateway')
    await expect.poll(content, SOON).toEqual(before)
  })

  it('says that its database is away and recovers alone, without losing an event', async () => {
    await act('kill', 'postgres-gateway')
    const id = await begin()
    const { error } = await answerOf(id)
    expect(error).toMatchObject({ status: 503, type: expect.stringMatching(/unavailable$/) })
    const health = async () => {
      const { data, error: notReady } = await gateway().GET('/health/ready')
      return data ?? notReady
    }
    await expect.poll(health).toMatchObject({ unavailable: expect.arrayContaining([expect.anything()]) })
    await act('start', 'postgres-gateway')
    await expect.poll(() => typesOf(id), SOON).toContain('ShipmentScheduled')
  })
})
