import { randomUUID } from 'node:crypto'
import { arrange, ORDINARY, reserve, routesOf } from '@bistro/client'
import { dataOf, headersOf, tokenIn } from '@bistro/http-client'
import { describe, expect, it } from 'vitest'
import { expectProblem, post, send } from '../support/http.ts'
import { goodCustomer, goodEvening, goodReservation, newKey } from '../support/requests.ts'
import { textIn } from '../support/sagas.ts'
import { manifest } from '../support/shared-stack.ts'

const { customer, reservation, payment } = manifest.services
const TOKEN = /^[a-z]+:[0-9a-f-]{36}@[1-9]\d*$/
const NEWCOMERS = 20
const WAIT_MS = 2_000
const FAR_AHEAD = 99

const withToken = (token: string): RequestInit => ({ headers: { 'consistency-token': token } })

describe('a Consistency-Token makes the next service wait for what its holder has seen', () => {
  it('lets a guest reserve right after the registration, every time', async () => {
    const answers = await Promise.all(
      Array.from({ length: NEWCOMERS }, async () => {
        const [account, evening] = [
          await post(`${customer.url}/customers`, goodCustomer),
          await post(`${reservation.url}/evenings`, goodEvening),
        ]
        const [first, second] = [account, evening].map(({ headers }) => headers.get('consistency-token') ?? '')
        expect([first, second]).toEqual([expect.stringMatching(TOKEN), expect.stringMatching(TOKEN)])
        const body = goodReservation({
          customerId: String(account.body.customerId),
          eveningId: String(evening.body.eveningId),
        })
        return post(`${reservation.url}/reservations`, body, {
          ...newKey(),
          'consistency-token': `${first}, ${second}`,
        })
      }),
    )
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 202))
  })

  it('leads along the chain, one hop with each answer: reservation, order, payment, and back to the list', async () => {
    const arranged = await arrange(manifest, ORDINARY)
    const reserved = await reserve(manifest, arranged, ORDINARY)
    const [reservationId, orderId] = [textIn(reserved, 'reservationId'), textIn(reserved, 'orderId')]
    const orders = routesOf(manifest, 'order')
    const params = { query: { reservationId }, header: headersOf({ tokens: [reserved.token] }) }
    expect((await dataOf(orders.GET('/orders', { params }))).items).toHaveLength(1)

    const validated = await tokenWhen(
      () => orders.GET('/orders/{id}', { params: { path: { id: orderId } } }),
      ({ status }) => status !== 'requested',
    )
    const paid = await routesOf(manifest, 'payment').GET('/payments/{orderId}', {
      params: { path: { orderId }, header: headersOf({ tokens: [validated] }) },
    })
    expect(paid.response.status).toBe(200)

    const confirmed = await tokenWhen(
      () => routesOf(manifest, 'reservation').GET('/reservations/{id}', { params: { path: { id: reservationId } } }),
      ({ status }) => status === 'confirmed',
    )
    const list = await routesOf(manifest, 'customer').GET('/customers/{id}/reservations', {
      params: { path: { id: arranged.customerId }, header: headersOf({ tokens: [confirmed] }) },
    })
    expect(list.data?.items).toMatchObject([
      { eveningId: arranged.eveningId, seats: ORDINARY.seats, status: 'confirmed' },
    ])
  })

  it('holds for a service and its own streams, and for changes as for creations', async () => {
    const created = await post(`${customer.url}/customers`, goodCustomer)
    const one = `${customer.url}/customers/${created.body.customerId}`
    const changed = await send(`${one}/credit-limit`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ creditLimit: { amount: 7, currency: 'EUR' } }),
    })
    expect(changed.headers.get('consistency-token')).toBe(`customer:${created.body.customerId}@2`)
    const read = await send(one, withToken(changed.headers.get('consistency-token') ?? ''))
    expect(read.body).toMatchObject({ creditLimit: { amount: 7 }, available: { amount: 7 } })
    expect(read.headers.get('consistency-token')).toBe(`customer:${created.body.customerId}@2`)
  })

  it.each([
    ['nonsense'],
    ['customer:42@1'],
    [`customer:${randomUUID()}`],
    [`customer:${randomUUID()}@0`],
    [Array.from({ length: 9 }, () => `customer:${randomUUID()}@1`).join(',')],
  ])('refuses what is no token, or too many: %s', async (token) => {
    expectProblem(await send(`${customer.url}/customers/${randomUUID()}`, withToken(token)), 400, 'invalid-token')
  })

  it('refuses a token of a service that it does not read', async () => {
    const token = `shipping:${randomUUID()}@1`
    const asked = [
      send(`${customer.url}/customers/${randomUUID()}`, withToken(token)),
      send(`${payment.url}/payments/${randomUUID()}`, withToken(token)),
    ]
    for (const answer of await Promise.all(asked)) expectProblem(answer, 400, 'token-not-applicable')
  })

  it('gives up after two seconds, and says when to try again', async () => {
    const arranged = await arrange(manifest, ORDINARY)
    const ahead = `customer:${arranged.customerId}@${FAR_AHEAD}`
    const sentMs = performance.now()
    const headers = { ...newKey(), 'consistency-token': ahead }
    const answer = await post(`${reservation.url}/reservations`, goodReservation(arranged), headers)
    expectProblem(answer, 503, 'not-caught-up')
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0)
    expect(performance.now() - sentMs).toBeGreaterThanOrEqual(WAIT_MS - 50)
  })
})

/** The token of the first answer that is as it should be. */
async function tokenWhen<T>(
  ask: () => Promise<{ readonly data?: T; readonly response: Response }>,
  isMeant: (data: T) => boolean,
): Promise<string | undefined> {
  const look = async () => {
    const { data } = await ask()
    return data !== undefined && isMeant(data)
  }
  await expect.poll(look, { timeout: 10_000, interval: 20 }).toBe(true)
  return tokenIn((await ask()).response)
}
