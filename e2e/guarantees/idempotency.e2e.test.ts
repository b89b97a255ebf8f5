import { randomUUID } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import { type Arranged, arrange, ORDINARY, readEvents, routesOf, watchSagas } from '@bistro/client'
import { afterAll, describe, expect, it } from 'vitest'
import { storedEvents, withDatabase } from '../support/databases.ts'
import { expectProblem, post, type RawAnswer } from '../support/http.ts'
import { goodReservation } from '../support/requests.ts'
import { endOf } from '../support/sagas.ts'
import { manifest } from '../support/shared-stack.ts'

const { url } = manifest.services.reservation
/** Long enough for a request to arrive and wait for the database. */
const ARRIVED_MS = 300
const LAST_EVENT_TIMEOUT_MS = 45_000

describe('the same Idempotency-Key never reserves twice', async () => {
  const reader = await readEvents(manifest)
  const sagas = watchSagas(reader)
  const arranged = await arrange(manifest, ORDINARY)
  const good = goodReservation(arranged)
  afterAll(() => reader.close())

  it.each([
    ['no key', {}],
    ['an empty key', { 'idempotency-key': '' }],
    ['a key of 256 characters', { 'idempotency-key': 'k'.repeat(256) }],
  ])('refuses %s, even before it looks at tokens', async (_, headers) => {
    const answer = await post(`${url}/reservations`, good, { 'consistency-token': 'nonsense', ...headers })
    expectProblem(answer, 400, 'idempotency-key-required')
  })

  it('gives the same answer to the same request, and refuses another one', async () => {
    const reserve = reserver(arranged)
    const first = await reserve(good)
    expect(first.status).toBe(202)
    await sagas.until(String(first.body.reservationId), ({ type }) => type === 'CreditDebited', LAST_EVENT_TIMEOUT_MS)
    const stored = await storedEvents(manifest)

    const reordered = Object.fromEntries(Object.entries(good).reverse())
    for (const body of [good, reordered]) expect(essence(await reserve(body))).toEqual(essence(first))
    expectProblem(await reserve({ ...good, seats: 2 }), 422, 'idempotency-key-reused')
    expect(await storedEvents(manifest)).toEqual(stored)
  })

  it('keeps a full evening as a decision, but not what may succeed later', async () => {
    const reserve = reserver(arranged)
    const greedy = { ...good, seats: ORDINARY.seatsOfEvening + 1 }
    const full = await reserve(greedy)
    expectProblem(full, 409, 'evening-full')
    expect(essence(await reserve(greedy))).toEqual(essence(full))

    const retried = reserver(arranged)
    expectProblem(await retried({ ...good, customerId: randomUUID() }), 404, 'unknown-customer')
    const accepted = await retried(good)
    expect(accepted.status).toBe(202)
    await endOf(sagas, String(accepted.body.reservationId))
  })

  it('answers 409 while the first request is still being worked on', async () => {
    const reserve = reserver(arranged)
    const first = await withDatabase(manifest, 'reservation', async (client) => {
      await client.query('begin; lock table streams in share mode')
      const waiting = reserve(good)
      await delay(ARRIVED_MS)
      expectProblem(await reserve(good), 409, 'request-in-progress')
      await client.query('rollback')
      return waiting
    })
    expect(first.status).toBe(202)
    expect(essence(await reserve(good))).toEqual(essence(first))
    expect(await endOf(sagas, String(first.body.reservationId))).toBe('OrderDelivered')
    const path = { id: String(first.body.reservationId) }
    const { data } = await routesOf(manifest, 'reservation').GET('/reservations/{id}', { params: { path } })
    expect(data).toMatchObject({ status: 'confirmed', seats: 1 })
  })
})

/** Sends with the same key each time. */
function reserver({ tokens }: Arranged): (body: object) => Promise<RawAnswer> {
  const headers = { 'idempotency-key': randomUUID(), 'consistency-token': tokens.join(',') }
  return (body) => post(`${url}/reservations`, body, headers)
}

const essence = ({ status, headers, body }: RawAnswer) => ({
  status,
  body,
  location: headers.get('location'),
  token: headers.get('consistency-token'),
})
