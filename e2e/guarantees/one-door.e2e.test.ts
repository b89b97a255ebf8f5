import { createHmac, randomUUID } from 'node:crypto'
import { arrange, ORDINARY, readEvents, reserve, routesOf, SERVICES, watchSagas } from '@bistro/client'
import { dataOf } from '@bistro/http-client'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { gatewayOf, gatewayUrl, throughTheDoor } from '../support/door.ts'
import { expectInvalid, expectProblem, post, send } from '../support/http.ts'
import { plainClient } from '../support/records.ts'
import { asOperator, goodCustomer, goodReservation } from '../support/requests.ts'
import { endOf, textIn } from '../support/sagas.ts'
import { kill, manifest, restore, start, stateOf } from '../support/shared-stack.ts'

const door = gatewayUrl(manifest)
const through = throughTheDoor(manifest)
const operator = asOperator(manifest)
const A_UUID = '01890a5d-ac96-774b-bcce-b302099a8057'
const UP_AGAIN = { timeout: 30_000, interval: 200 }

describe('the gateway is the door to every service', () => {
  let sagas: ReturnType<typeof watchSagas>
  beforeAll(async () => {
    const reader = await readEvents(manifest)
    afterAll(() => reader.close())
    sagas = watchSagas(reader)
  })

  it.each(SERVICES)('%s answers there as it does at its own address', async (service) => {
    for (const path of ['/health/live', '/openapi.json', `/tables?${randomUUID()}`]) {
      const [own, forwarded] = [
        await send(`${manifest.services[service].url}${path}`),
        await send(`${door}/api/${service}${path}`),
      ]
      expect([forwarded.status, forwarded.body]).toEqual([own.status, own.body])
    }
  })

  it('a reservation goes all the way, with its tokens, and is made once however often it is asked for', async () => {
    const key = randomUUID()
    const arranged = await arrange(through, ORDINARY)
    expect(arranged.tokens.every((token) => token !== undefined)).toBe(true)
    const first = await reserve(through, arranged, ORDINARY, key)
    expect(await reserve(through, arranged, ORDINARY, key)).toEqual(first)
    expect(await reserve(manifest, arranged, ORDINARY, key)).toEqual(first)
    expect(await endOf(sagas, textIn(first, 'reservationId'))).toBe('OrderDelivered')
    const path = { id: textIn(first, 'orderId') }
    const order = await dataOf(routesOf(through, 'order').GET('/orders/{id}', { params: { path } }))
    expect(order).toMatchObject({ status: 'delivered' })
  })

  it('problems of a service come through', async () => {
    expectInvalid(await post(`${door}/api/customer/customers`, { ...goodCustomer, vip: true }), '/vip')
    expectProblem(
      await post(`${door}/api/reservation/reservations`, goodReservation({ customerId: A_UUID, eveningId: A_UUID })),
      400,
      'idempotency-key-required',
    )
    expectProblem(await send(`${door}/api/payment/payments/${A_UUID}`), 404, 'unknown-payment')
    expectProblem(await send(`${door}/api/payment/parked`), 401, 'unauthenticated')
    expect((await send(`${door}/api/payment/parked`, { headers: operator })).status).toBe(200)
    const large = { text: 'x'.repeat(200_000) }
    expectProblem(await post(`${door}/api/payment/parked/${A_UUID}/skip`, large, operator), 413, 'body-too-large')
    expectProblem(await send(`${door}/api/waiter/tables`), 404, 'unknown-route')
    expectProblem(
      await post(`${door}/api/payment/parked/${A_UUID}/skip`, {}, { ...operator, origin: 'http://evil.example' }),
      403,
      'cross-site',
    )
  })

  it("the carrier's signature holds for the bytes that arrive", async () => {
    const [secret = ''] = manifest.carrier.webhookSecrets
    const body = `{ "eventId":"${randomUUID()}",\t"shipmentId" : "${A_UUID}", "attempt":1,
      "trackingNumber":"T-1", "kind":"delivered", "at":"${new Date().toISOString()}"}\n`
    const timestamp = String(Math.floor(Date.now() / 1_000))
    const signature = createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex')
    const headers = { 'carrier-timestamp': timestamp, 'carrier-signature': `v1=${signature}` }
    expectProblem(await post(`${door}/api/shipping/carrier-events`, body, headers), 404, 'unknown-shipment')
    expectProblem(await post(`${door}/api/shipping/carrier-events`, `${body} `, headers), 401, 'bad-signature')
  })

  it('one document describes all of it, and the page beside it needs nothing else', async () => {
    const document = (await send(`${door}/openapi.json`)).body as { paths: Record<string, object> }
    const served = await Promise.all(
      SERVICES.map(async (service) => {
        const { paths } = (await send(`${manifest.services[service].url}/openapi.json`)).body as typeof document
        return Object.keys(paths).map((path) => `/api/${service}${path}`)
      }),
    )
    expect(Object.keys(document.paths)).toEqual(expect.arrayContaining(served.flat()))
    expect((await fetch(`${door}/docs/`)).status).toBe(200)
    const filled = (await send(`${door}/docs/openapi.json`)).body as { servers: { url: string }[] }
    expect(filled.servers).toEqual([{ url: door }])
  })

  it('the console is there, under each of its addresses', async () => {
    for (const path of ['/', `/sagas/${A_UUID}`]) {
      const page = await fetch(`${door}${path}`, { headers: { accept: 'text/html' } })
      const text = await page.text()
      expect([page.status, text]).toEqual([200, expect.stringContaining('<div id="root">')])
      const [, script = ''] = /<script type="module"[^>]* src="([^"]+)"/.exec(text) ?? []
      expect((await fetch(`${door}${script}`)).headers.get('cache-control')).toContain('immutable')
    }
  })
})

describe('a service that is away', () => {
  afterEach(() => restore('payment'))

  it('is said to be unreachable, nothing else is affected, and it is there again by itself', async () => {
    await kill('payment')
    expectProblem(await send(`${door}/api/payment/payments/${A_UUID}`), 502, 'service-unreachable')
    expect((await send(`${door}/api/order/health/ready`)).status).toBe(200)
    expect((await send(`${door}/health/live`)).status).toBe(200)
    await start('payment')
    await expect.poll(async () => (await send(`${door}/api/payment/health/ready`)).status, UP_AGAIN).toBe(200)
  })
})

describe('the stack of this machine', () => {
  afterEach(async () => {
    await restore('shipping')
    await restore('gateway')
  })
  const routes = gatewayOf(manifest)
  const running = async (name: string) =>
    (await dataOf(routes.GET('/api/processes'))).items.find((item) => item.name === name)?.running
  const act = async (name: string, action: 'stop' | 'start') =>
    (await routes.POST('/api/processes/{name}/{action}', { params: { path: { name, action } } })).response.status

  it('stops and starts a process for an operator', async () => {
    expectProblem(await post(`${door}/api/processes/shipping/stop`, {}), 401, 'unauthenticated')
    expect(await running('shipping')).toBe(true)
    expect(await act('shipping', 'stop')).toBe(202)
    await expect.poll(() => running('shipping'), UP_AGAIN).toBe(false)
    expectProblem(await post(`${door}/api/processes/shipping/stop`, {}, operator), 409, 'not-possible')
    expect(await act('shipping', 'start')).toBe(202)
    await expect.poll(() => running('shipping'), UP_AGAIN).toBe(true)
  })

  it('adds partitions, which the own user of the gateway may not', async () => {
    // Nobody publishes to it before an event changes.
    const topic = 'bistro.order.v2'
    const { bootstrap } = manifest.kafka
    const admin = plainClient(bootstrap, manifest.kafka.reader).admin()
    await admin.connect()
    const partitions = async (): Promise<number | undefined> =>
      (await admin.fetchTopicMetadata({ topics: [topic] })).topics[0]?.partitions.length
    try {
      const before = (await partitions()) ?? 0
      const init = { params: { path: { topic } }, body: { partitions: before + 1 } }
      expect((await routes.POST('/api/partitions/{topic}', init)).response.status).toBe(202)
      await expect.poll(partitions, UP_AGAIN).toBe(before + 1)
      expectProblem(
        await post(`${door}/api/partitions/${topic}`, { partitions: before }, operator),
        409,
        'not-possible',
      )
    } finally {
      await admin.disconnect()
    }
  })

  it('stops the gateway too, which does not wait for its own end', async () => {
    expect(await act('gateway', 'stop')).toBe(202)
    await expect.poll(() => stateOf('gateway'), UP_AGAIN).toBe('stopped')
    await restore('gateway')
    expect((await send(`${door}/health/ready`)).status).toBe(200)
  })
})
