import { orderIdOf, shipmentIdOf } from '@bistro/events'
import { CallRefused } from '@bistro/kit'
import { type Harness, OPERATOR_HEADERS } from '@bistro/kit/testing'
import { afterEach, describe, expect, test } from 'vitest'
import { SECRETS, startBench } from './harness.ts'
import { ScriptedCarrier } from './scripted-carrier.ts'
import { nowS, signed } from './signed.ts'

const reservationId = '0193e7a0-0000-7000-8000-000000000001'
const customerId = '0193e7a0-0000-7000-8000-000000000002'
const eveningId = '0193e7a0-0000-7000-8000-000000000003'
const orderId = orderIdOf(reservationId)
const shipmentId = shipmentIdOf(orderId)
const address = (line1: string) => ({ line1, city: 'Berlin', postcode: '10115', country: 'DE' })

const registered = {
  type: 'CustomerRegistered',
  data: {
    customerId,
    name: 'Ada',
    email: 'ada@example.org',
    address: address('Hauptstr. 1'),
    creditLimit: { amount: 50_000, currency: 'EUR' },
  },
}
const moved = { type: 'CustomerAddressChanged', data: { customerId, address: address('Nebenstr. 2') } }
const confirmed = {
  type: 'OrderConfirmed',
  data: { orderId, reservationId, customerId, eveningId, eveningDate: '2027-03-06', lines: [] },
}
const wantsOut = { type: 'OrderCancellationRequested', data: { orderId, reservationId } }

const LONG_MS = 60_000
const SOON_MS = 10

let harness: Harness
afterEach(() => harness.stop())

const types = () => harness.published().map(({ type }) => type)
const start = async (carrier = new ScriptedCarrier(), trackingMs = LONG_MS): Promise<ScriptedCarrier> => {
  harness = await startBench(carrier, trackingMs)
  return carrier
}
const scheduled = async (carrier?: ScriptedCarrier, trackingMs?: number): Promise<ScriptedCarrier> => {
  const started = await start(carrier, trackingMs)
  await harness.arrive(registered)
  await harness.arrive(confirmed)
  return started
}

const news = (kind: string, attempt = 1, eventId = `${kind}-${attempt}`) => ({
  eventId,
  shipmentId,
  attempt,
  trackingNumber: `T-${attempt}`,
  kind,
  at: '2027-03-05T10:00:00.000Z',
})
function post(payload: string, secret: string = SECRETS[0], timestamp = nowS(), below = '') {
  return harness.api.inject({
    method: 'POST',
    url: `/carrier-events${below}`,
    headers: signed(payload, secret, timestamp),
    payload,
  })
}
async function tell(...parcelNews: object[]): Promise<void> {
  for (const one of parcelNews) expect((await post(JSON.stringify(one))).statusCode).toBe(204)
}

describe('a parcel', () => {
  test('is booked for the day before the evening, leaves and arrives', async () => {
    const { asked } = await scheduled()
    await tell(news('dispatched'), news('delivered'))
    await harness.until('ShipmentDelivered')
    expect(types()).toEqual(['ShipmentScheduled', 'ShipmentDispatched', 'ShipmentDelivered'])
    expect(asked).toEqual(['book 1 to Hauptstr. 1 by 2027-03-05'])
  })

  test('waits for the address of its guest', async () => {
    await start()
    await harness.arrive(confirmed)
    expect(types()).toEqual([])
    await harness.arrive(registered)
    await harness.until('ShipmentScheduled')
  })

  test('cannot be sent where the carrier does not go', async () => {
    const carrier = new ScriptedCarrier()
    carrier.booking = { status: 'refused' }
    await scheduled(carrier)
    await harness.until('ShipmentFailed')
    expect(harness.published().at(-1)?.data).toEqual({ orderId, reservationId, shipmentId, reason: 'not_served' })
  })

  test('that is lost is sent again, to where the guest lives now', async () => {
    const { asked } = await scheduled()
    await harness.arrive(moved)
    await tell(news('dispatched'), news('lost'), news('delivered', 2))
    await harness.until('ShipmentDelivered')
    expect(types()).toEqual([
      'ShipmentScheduled',
      'ShipmentDispatched',
      'ShipmentLost',
      'ShipmentScheduled',
      'ShipmentDispatched',
      'ShipmentDelivered',
    ])
    expect(asked).toEqual(['book 1 to Hauptstr. 1 by 2027-03-05', 'book 2 to Nebenstr. 2 by 2027-03-05'])
  })

  test('that is lost twice is given up', async () => {
    await scheduled()
    await tell(news('lost'), news('lost', 2))
    await harness.until('ShipmentFailed')
    expect(harness.published().at(-1)?.data).toMatchObject({ reason: 'lost' })
  })
})

describe('a cancellation', () => {
  test('stops the parcel when the carrier says so', async () => {
    const { asked } = await scheduled()
    await harness.arrive(wantsOut)
    await harness.until('ShipmentCancelled')
    expect(asked).toContain('cancel 1')
    await tell(news('dispatched'))
    expect(types()).toEqual(['ShipmentScheduled', 'ShipmentCancellationRequested', 'ShipmentCancelled'])
  })

  test('that comes too late changes nothing', async () => {
    const carrier = new ScriptedCarrier()
    carrier.cancellation = { status: 'too_late' }
    await scheduled(carrier)
    await harness.arrive(wantsOut)
    await tell(news('dispatched'))
    await harness.until('ShipmentDispatched')
    expect(types()).toEqual(['ShipmentScheduled', 'ShipmentCancellationRequested', 'ShipmentDispatched'])
  })
})

describe('an evening that nobody can deliver by', () => {
  test.each(['0000-01-01', '9999-12-31', 'one fine e'])(
    '%s ends when the carrier refuses it for good',
    async (eveningDate) => {
      const carrier = new ScriptedCarrier()
      carrier.booking = new CallRefused('400: deliverBy is not valid', 400)
      await start(carrier)
      await harness.arrive(registered)
      await harness.arrive({ ...confirmed, data: { ...confirmed.data, eveningDate } })
      await harness.until('ShipmentFailed')
      expect(harness.published().at(-1)?.data).toMatchObject({ reason: 'refused' })
      expect(carrier.asked).toHaveLength(1)
      expect((await harness.api.inject({ url: '/pending', headers: OPERATOR_HEADERS })).json()).toEqual({ items: [] })
    },
  )
})

describe('without news', () => {
  test('the carrier is asked, and a lost parcel is sent again', async () => {
    const carrier = new ScriptedCarrier()
    carrier.state = { status: 'lost', trackingNumber: 'T-1' }
    await scheduled(carrier, SOON_MS)
    await harness.until('ShipmentFailed')
    expect(types().filter((type) => type === 'ShipmentLost')).toHaveLength(2)
    expect(carrier.asked).toContain('book 2 to Hauptstr. 1 by 2027-03-05')
  })

  test('it is asked again until there are some', async () => {
    const carrier = await scheduled(new ScriptedCarrier(), SOON_MS)
    const asked = () => carrier.asked.filter((what) => what === 'track 1').length
    await expect.poll(asked, { timeout: 3_000 }).toBeGreaterThan(1)
    carrier.state = { status: 'delivered', trackingNumber: 'T-1' }
    await harness.until('ShipmentDelivered')
  })
})

describe('POST /carrier-events', () => {
  test('takes the same news once', async () => {
    await scheduled()
    await tell(news('dispatched'), news('dispatched'), news('delivered'), news('delivered'), news('dispatched'))
    expect(types()).toEqual(['ShipmentScheduled', 'ShipmentDispatched', 'ShipmentDelivered'])
  })

  test('of several in one request, takes those that it knows, and says that it does not know one', async () => {
    await scheduled()
    const together = (...events: object[]) => post(JSON.stringify({ events }), SECRETS[0], nowS(), '/batch')
    const unknown = { ...news('dispatched', 1, 'other'), shipmentId: orderId }
    expect((await together(news('dispatched'), unknown)).statusCode).toBe(404)
    expect((await together(news('dispatched'), news('delivered'))).statusCode).toBe(204)
    expect(types()).toEqual(['ShipmentScheduled', 'ShipmentDispatched', 'ShipmentDelivered'])
  })

  test('takes an outdated attempt and says nothing', async () => {
    await scheduled()
    await tell(news('lost'), news('delivered'))
    expect(types().at(-1)).toBe('ShipmentScheduled')
  })

  test('knows the old secret while it is being replaced', async () => {
    await scheduled()
    expect((await post(JSON.stringify(news('dispatched')), SECRETS[1])).statusCode).toBe(204)
  })

  test('refuses a wrong signature before it looks at the body', async () => {
    await scheduled()
    for (const answer of [await post('no JSON', 'guess'), await post('', 'guess'), await post('{}', 'new', 1)]) {
      expect(answer.statusCode).toBe(401)
      expect(answer.json().type).toMatch(/\/bad-signature$/)
    }
  })

  test.each([
    ['no JSON', 'no JSON'],
    ['an unknown field', JSON.stringify({ ...news('dispatched'), weight: 1 })],
    ['an unknown kind', JSON.stringify(news('eaten'))],
    ['no attempt', JSON.stringify({ ...news('dispatched'), attempt: undefined })],
    ['a tracking number beyond measure', JSON.stringify({ ...news('dispatched'), trackingNumber: 'T'.repeat(10_000) })],
    ['a tracking number with NUL', JSON.stringify({ ...news('dispatched'), trackingNumber: 'T\0' })],
    ['half a character', JSON.stringify(news('dispatched', 1, '\ud83d'))],
    ['a time beyond the calendar', JSON.stringify({ ...news('dispatched'), at: '+010000-01-01T00:00:00Z' })],
  ])('refuses %s', async (_, body) => {
    await scheduled()
    const answer = await post(body)
    expect(answer.statusCode).toBe(400)
    expect(answer.json().type).toMatch(/\/invalid-request$/)
  })

  test('knows no shipment of others', async () => {
    await start()
    const answer = await post(JSON.stringify(news('dispatched')))
    expect(answer.statusCode).toBe(404)
    expect(answer.json().type).toMatch(/\/unknown-shipment$/)
  })
})

describe('GET /shipments/:orderId', () => {
  test('tells of the parcel', async () => {
    await scheduled()
    await tell(news('dispatched'))
    const answer = await harness.api.inject(`/shipments/${orderId}`)
    expect(answer.headers['consistency-token']).toBe(`shipping:${orderId}@2`)
    expect(answer.json()).toEqual({ shipmentId, status: 'dispatched', attempt: 1, trackingNumber: 'T-1' })
  })

  test('has no tracking number before it has left', async () => {
    await scheduled()
    expect((await harness.api.inject(`/shipments/${orderId}`)).json()).toEqual({
      shipmentId,
      status: 'scheduled',
      attempt: 1,
    })
  })

  test.each([
    [`/shipments/${orderId}`, 404, 'unknown-shipment'],
    ['/shipments/42', 400, 'invalid-request'],
  ])('%s is refused where there is none', async (url, status, slug) => {
    await start()
    const answer = await harness.api.inject(url)
    expect(answer.statusCode).toBe(status)
    expect(answer.json().type).toMatch(new RegExp(`/${slug}$`))
  })
})
