import { afterEach, expect, test, vi } from 'vitest'
import { clientOf, dataOf, gatewayCall, headersOf, ProblemError, tokenIn } from '../src/index.ts'

const ID = '01890a5d-ac96-774b-bcce-b302099a8057'
const asked: Request[] = []
afterEach(() => {
  vi.unstubAllGlobals()
  asked.length = 0
})

function answering(status: number, body: object, headers: Record<string, string> = {}): void {
  vi.stubGlobal('fetch', async (request: Request) => {
    asked.push(request)
    const response = Response.json(body, { status, headers })
    Object.defineProperty(response, 'url', { value: request.url })
    return response
  })
}

const order = () => clientOf('order', { url: 'http://gateway/api/order', operatorToken: 'secret' })

test('a call goes to the address of the service, with tokens and the operator’s token', async () => {
  answering(200, { items: [] })
  const header = headersOf({ tokens: ['customer:1@1', undefined, 'reservation:2@1'] })
  await dataOf(order().GET('/orders', { params: { query: { reservationId: ID }, header } }))
  expect(asked[0]?.url).toBe(`http://gateway/api/order/orders?reservationId=${ID}`)
  expect(asked[0]?.headers.get('authorization')).toBe('Bearer secret')
  expect(asked[0]?.headers.get('consistency-token')).toBe('customer:1@1,reservation:2@1')
})

test('a write sends its key, and its response brings a token', async () => {
  answering(202, { reservationId: ID }, { 'consistency-token': `reservation:${ID}@1` })
  const body = { customerId: ID, eveningId: ID, seats: 1, kits: [{ sku: 'menu', quantity: 1 }], cardToken: 'tok_ok' }
  const { response } = await clientOf('reservation', { url: 'http://service' }).POST('/reservations', {
    params: { header: headersOf({ idempotencyKey: 'k-1' }) },
    body,
  })
  expect(asked[0]?.headers.get('idempotency-key')).toBe('k-1')
  expect(asked[0]?.headers.has('authorization')).toBe(false)
  expect(tokenIn(response)).toBe(`reservation:${ID}@1`)
})

test('a problem is an error with its slug', async () => {
  const problem = { type: 'https://x.example/problems/unknown-order', title: 'Unknown', status: 404, detail: 'None.' }
  answering(404, problem)
  const error = await dataOf(order().GET('/orders/{id}', { params: { path: { id: ID } } })).catch((thrown) => thrown)
  expect(error).toBeInstanceOf(ProblemError)
  expect(error).toMatchObject({ status: 404, slug: 'unknown-order', problem })
  expect(error.message).toBe(`/api/order/orders/${ID} answers 404 unknown-order: None.`)
})

test('whoever has called may break off', async () => {
  vi.stubGlobal('fetch', async (request: Request, { signal }: RequestInit) => {
    asked.push(request)
    return new Promise((_, reject) => signal?.addEventListener('abort', () => reject(signal.reason)))
  })
  const abort = new AbortController()
  const call = order().GET('/orders', { params: { query: { reservationId: ID } }, signal: abort.signal })
  abort.abort()
  await expect(call).rejects.toMatchObject({ name: 'AbortError' })
  expect(asked).toHaveLength(1)
})

test('the gateway has its own routes and those of the services, and a list of an answer is read as a list', async () => {
  answering(200, { items: [{ reservationId: ID }] })
  const gateway = clientOf('gateway', { url: 'http://gateway' })
  const { items } = await dataOf(gateway.GET('/api/sagas', { params: { query: { status: 'open', limit: 5 } } }))
  expect(items.map(({ reservationId }) => reservationId)).toEqual([ID])
  await gateway.GET('/api/reservation/reservations/{id}', { params: { path: { id: ID } } })
  expect(asked.map(({ url }) => url)).toEqual([
    'http://gateway/api/sagas?status=open&limit=5',
    `http://gateway/api/reservation/reservations/${ID}`,
  ])
})

test('a call as a value has its parameters filled in, and an id stays within its part of the path', () => {
  const body = { why: 'it is settled' }
  expect(gatewayCall('post', '/api/order/parked/{id}/skip', { params: { path: { id: '../x?' } }, body })).toEqual({
    method: 'post',
    path: '/api/order/parked/..%2Fx%3F/skip',
    headers: {},
    body,
  })
})
