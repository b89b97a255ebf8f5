import type { RawRecord } from '@bistro/kit'
import { SERVICES } from '@bistro/services'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { sagaView } from '../src/saga-view.ts'
import { type Server, startServer } from './database.ts'
import { OPERATOR, openTestGateway } from './gateway.ts'
import { DECLINED, idOf, record, sagaRecords } from './sagas.ts'

type Gateway = Awaited<ReturnType<typeof openTestGateway>>

let server: Server
let gateway: Gateway
beforeAll(async () => {
  server = await startServer()
  const { url } = await server.open()
  gateway = await openTestGateway([sagaView], { BISTRO_POSTGRES_URL: url })
  await gateway.ready
  for (const records of [sagaRecords(), sagaRecords({ name: 'declined', types: DECLINED, startedMs: LATER_MS }), LONG])
    await publish(records)
  await vi.waitUntil(async () => (await ask(`/api/sagas/${LONG_SAGA}`)).events?.length === 500, { timeout: 20_000 })
})
afterAll(async () => {
  await gateway?.stop()
  await server?.stop()
})

const LATER_MS = Date.parse('2030-06-01T12:00:00.000Z')
const SAGA = idOf('reservation saga')
const OTHER = idOf('reservation declined')
const LONG_SAGA = idOf('long')
const NASTY = `<img src=x onerror=alert(1)> مرحبا \u202e\u0007 ${'x'.repeat(200)}`

/** 500 events of one saga, with a title that nobody should execute; the last ones are of a service made yesterday. */
const LONG: readonly RawRecord[] = Array.from({ length: 500 }, (_, index) => {
  const held = record(
    'ShipmentLost',
    { orderId: idOf('o'), reservationId: LONG_SAGA, shipmentId: idOf('s'), attempt: 1 },
    {
      ce_id: idOf(`long ${index}`),
      ce_subject: idOf(`stream ${index % 3}`),
      ce_sequence: String(Math.floor(index / 3) + 1),
      ce_time: new Date(LATER_MS - index).toISOString(),
      ce_correlationid: LONG_SAGA,
      ce_causationid: index === 0 ? NASTY : idOf(`long ${index - 1}`),
      'x-note': NASTY,
    },
  )
  return index < 498 ? held : { ...held, headers: { ...held.headers, ce_type: 'bistro.shipping.Gift_wrapped' } }
})

async function publish(records: readonly RawRecord[]): Promise<void> {
  for (const { topic, value, headers } of records)
    await gateway.log.send(topic, [{ key: headers.ce_subject ?? '', value, headers }])
}

// biome-ignore lint/suspicious/noExplicitAny: the routes' schemas are tested by their types
async function ask(path: string): Promise<any> {
  const response = await fetch(`${gateway.url}${path}`, { headers: { authorization: `Bearer ${OPERATOR}` } })
  return response.json()
}

const found = async (query: string): Promise<string[]> =>
  (await ask(`/api/sagas?${query}`)).items.map(({ reservationId }: { reservationId: string }) => reservationId)

describe('GET /api/sagas', () => {
  it('lists sagas, the newest first, in pages', async () => {
    const first = await ask('/api/sagas?limit=2')
    expect(first.items.map((saga: { reservationId: string }) => saga.reservationId)).toEqual([OTHER, LONG_SAGA])
    expect(await found(`limit=2&after=${first.next}`)).toEqual([SAGA])
  })

  it.each([
    ['status=delivered', [SAGA]],
    ['status=cancelled,rejected', [OTHER]],
    ['status=open', [LONG_SAGA]],
    ['status=stuck', []],
    ['status=stuck,delivered', [SAGA]],
    [`customerId=${idOf('customer of saga')}`, [SAGA]],
    [`eveningId=${idOf('evening')}`, [OTHER, SAGA]],
    ['reason=guest_cancelled', [OTHER]],
    ['since=2030-05-15T00:00:00.000Z', [OTHER, LONG_SAGA]],
  ])('filters by %s', async (query, ids) => {
    expect(await found(query)).toEqual(ids)
  })

  it('finds any id of a saga, whole or by its first digits, and nothing for another text', async () => {
    const { orderId } = (await ask(`/api/sagas/${SAGA}`)) as { orderId: string }
    for (const id of [SAGA, orderId, orderId.slice(0, 8), idOf('customer of saga'), idOf('saga OrderValidated')])
      expect(await found(`q=${id}`)).toEqual([SAGA])
    expect(await found(`q=${idOf('stream 1')}`)).toEqual([LONG_SAGA])
    for (const text of ['nobody', 'a', idOf('nobody'), "'; drop table sagas", '%25'])
      expect(await found(`q=${encodeURIComponent(text)}`)).toEqual([])
  })

  it.each([
    ...['status=lost', 'limit=0', 'customerId=x', 'since=yesterday', 'unheard=1'],
    ...['reason=%00', 'since=0000-01-01T00:00:00Z'],
  ])('refuses %s', async (query) => {
    expect(await ask(`/api/sagas?${query}`)).toMatchObject({ status: 400 })
  })
})

describe('GET /api/sagas/:id', () => {
  it('tells which event undoes which', async () => {
    const { events } = await ask(`/api/sagas/${OTHER}`)
    const typeOf = new Map(events.map(({ id, type }: { id: string; type: string }) => [id, type]))
    const undone = events.flatMap(({ type, compensates }: { type: string; compensates?: string }) =>
      compensates ? [[type, typeOf.get(compensates)]] : [],
    )
    expect(undone).toEqual([
      ['PaymentFailed', 'PaymentRequested'],
      ['OrderCancelled', 'OrderValidated'],
      ['ReservationCancelled', 'ReservationHeld'],
      ['CreditReleased', 'CreditReserved'],
    ])
  })

  it('shows a past moment: the events until then, the status of then, nothing to wait for', async () => {
    const past = await ask(`/api/sagas/${OTHER}?at=2030-06-01T12:00:00.300Z`)
    expect(past).toMatchObject({ status: 'open', at: '2030-06-01T12:00:00.300Z', waitingFor: [] })
    expect(past.events).toHaveLength(4)
    expect(await ask(`/api/sagas/${OTHER}?at=2030-05-01T12:00:00.000Z`)).toMatchObject({ status: 404 })
  })

  it('names the services that do not answer', async () => {
    expect((await ask(`/api/sagas/${SAGA}`)).unavailable.sort()).toEqual(SERVICES.toSorted())
    expect((await ask(`/api/sagas/${SAGA}/commands`)).unavailable).toHaveLength(5)
  })

  it('shows 500 events, causes first, whatever their clocks say, also those of a type that it does not know', async () => {
    const { events } = await ask(`/api/sagas/${LONG_SAGA}`)
    expect(events.map(({ id }: { id: string }) => id)).toEqual(LONG.map(({ headers }) => headers.ce_id))
    expect(events.at(-1)).toMatchObject({ type: 'Gift_wrapped', problem: expect.stringContaining('was written as') })
  })

  it('shows one event with its headers and bytes as they are', async () => {
    const [first] = LONG
    expect(await ask(`/api/sagas/${LONG_SAGA}/events/${first!.headers.ce_id}`)).toMatchObject({
      headers: { 'x-note': NASTY },
      raw: first!.value.toString('base64'),
    })
  })

  it('tells who has taken an event, where another event shows it', async () => {
    const { events } = await ask(`/api/sagas/${SAGA}`)
    const validated = events.find(({ type }: { type: string }) => type === 'OrderValidated')
    const { takenBy } = await ask(`/api/sagas/${SAGA}/events/${validated.id}`)
    expect(takenBy).toEqual([{ service: 'payment', hasPolicy: true, taken: true, at: expect.any(String) }])
  })

  it('does not show card tokens', async () => {
    const { events } = await ask(`/api/sagas/${SAGA}`)
    expect(JSON.stringify(events)).not.toContain('tok_')
  })

  it.each([
    ['ReservationHeld', false],
    ['OrderValidated', false],
    ['OrderConfirmed', true],
  ])('shows the bytes of %s: %s, as some hold a card token', async (type, isShown) => {
    const detail = await ask(`/api/sagas/${SAGA}/events/${idOf(`saga ${type}`)}`)
    expect(detail).toMatchObject({ type })
    expect('raw' in detail).toBe(isShown)
  })

  it('does not show the bytes of a record that it cannot decode: they may hold a card token', async () => {
    const { headers } = LONG.at(-1)!
    const detail = await ask(`/api/sagas/${LONG_SAGA}/events/${headers.ce_id}`)
    expect(detail).toMatchObject({ type: 'Gift_wrapped' })
    expect(detail).not.toHaveProperty('raw')
  })

  it('does not know other sagas and events', async () => {
    expect(await ask(`/api/sagas/${idOf('nobody')}`)).toMatchObject({ type: expect.stringMatching(/unknown-saga$/) })
    expect(await ask(`/api/sagas/${SAGA}/events/${idOf('none')}`)).toMatchObject({
      type: expect.stringMatching(/unknown-event$/),
    })
    expect(await ask('/api/sagas/last-one')).toMatchObject({ status: 400 })
  })
})

describe('GET /api/attention', () => {
  it('wants the operator, and answers what it knows', async () => {
    expect((await fetch(`${gateway.url}/api/attention`)).status).toBe(401)
    expect(await ask('/api/attention')).toMatchObject({ stuck: [], parked: [], refunds: [] })
  })
})
