import { expect, onTestFinished, test } from 'vitest'
import { createCarrier } from '../src/carrier/index.ts'
import { signatureHeaders } from '../src/carrier/signature.ts'
import { eventually, post, processSettings, receiver, send, temporaryFolder, type Webhook } from './support.ts'

const SECRETS = ['new-secret', 'old-secret']

async function carrier({ dispatchMs = 0, deliverMs = 0, status = (_: Webhook): number => 204 } = {}) {
  const shipping = await receiver(status)
  const running = await createCarrier({
    ...processSettings(await temporaryFolder()),
    ...{ dispatchMs, deliverMs, webhookUrl: shipping.url, webhookSecrets: SECRETS },
  })
  onTestFinished(() => running.close())
  return { ...client(running.url), received: shipping.received }
}

function client(url: string) {
  const address = { line1: 'Am Hof 1', city: 'Wien', country: 'AT' }
  return {
    url,
    book: (shipmentId: string, attempt = 1, postcode = '1010') => {
      const body = { shipmentId, attempt, address: { ...address, postcode }, deliverBy: '2026-12-24' }
      return post(`${url}/bookings`, body, { 'idempotency-key': `${shipmentId}:${attempt}` })
    },
    cancel: (shipmentId: string, attempt = 1) => post(`${url}/cancellations`, { shipmentId, attempt }),
    parcel: async (shipmentId: string, attempt = 1) =>
      (await send(`${url}/parcels?shipmentId=${shipmentId}&attempt=${attempt}`)).body,
  }
}

const kinds = (received: readonly Webhook[], shipmentId: string): string[] =>
  received.filter(({ event }) => event.shipmentId === shipmentId).map(({ event }) => event.kind)

test('a parcel is booked once, leaves and arrives; each step is signed', async () => {
  const depot = await carrier()
  const booked = await depot.book('s1')
  expect(booked).toMatchObject({ status: 200, body: { status: 'booked', trackingNumber: expect.any(String) } })
  await eventually(() => (kinds(depot.received, 's1').length === 2 ? true : undefined))
  expect(kinds(depot.received, 's1').sort()).toEqual(['delivered', 'dispatched'])
  expect(await depot.book('s1')).toEqual(booked)
  const { trackingNumber } = booked.body
  expect(await depot.parcel('s1')).toEqual({ status: 'delivered', trackingNumber })
  for (const { headers, raw, event } of depot.received) {
    const timestamp = Number(headers['carrier-timestamp'])
    expect(Math.abs(timestamp - Date.now() / 1_000)).toBeLessThan(10)
    expect(headers).toMatchObject(signatureHeaders(SECRETS, timestamp, raw))
    expect(Object.keys(event).sort()).toEqual(['at', 'attempt', 'eventId', 'kind', 'shipmentId', 'trackingNumber'])
    expect(event).toMatchObject({ shipmentId: 's1', attempt: 1, trackingNumber })
  }
  expect(new Set(depot.received.map(({ event }) => event.eventId)).size).toBe(2)
})

test('postcodes: not served, first lost, all lost', async () => {
  const depot = await carrier()
  expect((await depot.book('none', 1, '00000')).body).toEqual({ status: 'refused', reason: 'not_served' })
  expect(await depot.parcel('none')).toEqual({ status: 'refused' })
  for (const attempt of [1, 2]) {
    await depot.book('first', attempt, '99998')
    await depot.book('all', attempt, '99999')
  }
  await eventually(() => (depot.received.length === 8 ? true : undefined))
  expect(kinds(depot.received, 'first').sort()).toEqual(['delivered', 'dispatched', 'dispatched', 'lost'])
  expect(kinds(depot.received, 'all').sort()).toEqual(['dispatched', 'dispatched', 'lost', 'lost'])
  expect(await depot.parcel('first', 1)).toMatchObject({ status: 'lost' })
})

test('a cancelled key never leaves, even if its booking arrives later', async () => {
  const depot = await carrier({ dispatchMs: 100 })
  expect((await depot.cancel('early')).body).toEqual({ status: 'cancelled' })
  expect((await depot.book('early')).body).toEqual({ status: 'cancelled' })
  await depot.book('booked')
  for (const _ of [1, 2]) expect((await depot.cancel('booked')).body).toEqual({ status: 'cancelled' })
  await new Promise((resolve) => setTimeout(resolve, 250))
  expect(depot.received).toEqual([])
  expect(await depot.parcel('booked')).toMatchObject({ status: 'cancelled' })
  expect(await depot.parcel('early')).toEqual({ status: 'cancelled' })
  expect(await depot.parcel('early', 2)).toEqual({ status: 'unknown' })
})

test('what has left cannot be cancelled', async () => {
  const depot = await carrier({ deliverMs: 60_000 })
  await depot.book('s1')
  await eventually(() => depot.received[0])
  expect((await depot.cancel('s1')).body).toEqual({ status: 'too_late' })
  expect(await depot.parcel('s1')).toMatchObject({ status: 'dispatched' })
})

test('a webhook is repeated, the same and freshly signed, until it is answered with 2xx', async () => {
  const answers = [500, 404, 302, 401]
  const depot = await carrier({ deliverMs: 60_000, status: () => answers.shift() ?? 204 })
  await depot.book('s1')
  await eventually(() => (depot.received.length === 5 ? true : undefined))
  await new Promise((resolve) => setTimeout(resolve, 300))
  expect(depot.received).toHaveLength(5)
  expect(new Set(depot.received.map(({ raw }) => raw)).size).toBe(1)
})

test('two thousand parcels at 0 ms: what is due at once shares a request', async () => {
  const depot = await carrier()
  for (let batch = 0; batch < 20; batch += 1) {
    await Promise.all(Array.from({ length: 100 }, (_, index) => depot.book(`s${batch * 100 + index}`)))
  }
  await eventually(() => (depot.received.length === 4_000 ? true : undefined))
  expect(new Set(depot.received.map(({ raw }) => raw)).size).toBeLessThan(1_000)
}, 180_000)

test('of a request that is refused, each event is repeated by itself: one alone may be wrong', async () => {
  const refused = new Set<string>()
  const isWrong = ({ event, raw }: Webhook): boolean => event.shipmentId === 'wrong' || raw.includes('"wrong"')
  const depot = await carrier({
    deliverMs: 60_000,
    status: (webhook) => {
      if (!isWrong(webhook)) return 204
      refused.add(webhook.raw)
      return 404
    },
  })
  await Promise.all(['wrong', ...Array.from({ length: 50 }, (_, index) => `s${index}`)].map((id) => depot.book(id)))
  const accepted = () => depot.received.filter((webhook) => !isWrong(webhook)).map(({ event }) => event.shipmentId)
  await eventually(() => (new Set(accepted()).size === 50 ? true : undefined))
  await eventually(() => ([...refused].some((raw) => !raw.includes('events')) ? true : undefined))
})

test('what is wrong with a request is said as problem+json', async () => {
  const { url, parcel } = await carrier()
  const invalid = (path: string) => ({ status: 400, body: { errors: [expect.objectContaining({ path })] } })
  const address = { line1: 'Am Hof 1', city: 'Wien', postcode: '1010', country: 'AT' }
  const good = { shipmentId: 's1', attempt: 1, address, deliverBy: '2026-12-24' }
  const book = (body: unknown, key = 's1:1') => post(`${url}/bookings`, body, { 'idempotency-key': key })
  expect(await book(good, 's1:2')).toMatchObject(invalid('/headers/idempotency-key'))
  for (const deliverBy of ['tomorrow', '-000001-12', '+275760-09', ''])
    expect(await book({ ...good, deliverBy })).toMatchObject(invalid('/deliverBy'))
  expect(await book({ ...good, attempt: '1' })).toMatchObject(invalid('/attempt'))
  expect(await book({ ...good, address: { ...address, floor: 3 } })).toMatchObject(invalid('/address/floor'))
  expect(await post(`${url}/bookings`, good)).toMatchObject({ status: 400 })
  expect(await post(`${url}/cancellations`, { shipmentId: 's1' })).toMatchObject(invalid('/attempt'))
  expect(await send(`${url}/parcels?shipmentId=s1&attempt=one`)).toMatchObject(invalid('/querystring/attempt'))
  expect(await parcel('s1')).toEqual({ status: 'unknown' })
})
