import { request as httpRequest } from 'node:http'
import { expect, test } from 'vitest'
import { forward, forwardWithin } from '../../src/forward/forward.ts'
import { openTestGateway } from '../gateway.ts'
import { openFakeService } from './fake-service.ts'

interface Sent {
  readonly method?: string
  readonly headers?: Record<string, string>
  readonly body?: Buffer
}

/** As `fetch`, but every header is sent as it is given. */
function send(url: string, { method = 'GET', headers = {}, body }: Sent = {}) {
  const { promise, resolve, reject } = Promise.withResolvers<{
    status: number
    headers: Record<string, unknown>
    text: string
  }>()
  const request = httpRequest(url, { method, headers }, async (response) => {
    const chunks: Buffer[] = []
    for await (const chunk of response) chunks.push(chunk)
    resolve({ status: response.statusCode ?? 0, headers: response.headers, text: Buffer.concat(chunks).toString() })
  })
  request.on('error', reject)
  request.end(body)
  return promise
}

const slugOf = (text: string): string => JSON.parse(text).type.split('/').at(-1)

test('A request reaches the service as it was sent', async () => {
  await using service = await openFakeService()
  await using gateway = await openTestGateway([forward], service.env)
  const headers = {
    'content-type': 'application/json',
    authorization: 'Bearer the-token',
    'idempotency-key': 'a key',
    'consistency-token': 'reservation:01a00000-0000-7000-8000-000000000001@1',
    'x-request-id': 'mine',
    'carrier-signature': 'v1=ab',
  }
  const body = Buffer.from('{ "as" :\t"typed", "n":1.0 }\n')
  await send(`${gateway.url}/api/payment/payments/a%2Fb?x=1&x=2&y=%20+`, { method: 'POST', headers, body })
  const [arrived] = service.arrived
  expect(arrived).toMatchObject({ method: 'POST', url: '/payments/a%2Fb?x=1&x=2&y=%20+', headers })
  expect(arrived?.body.toString()).toBe(body.toString())
})

test.each(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'])('%s without a body is forwarded', async (method) => {
  await using service = await openFakeService()
  await using gateway = await openTestGateway([forward], service.env)
  expect((await send(`${gateway.url}/api/order/orders`, { method })).status).toBe(200)
  expect(service.arrived).toMatchObject([{ method, url: '/orders' }])
  expect(service.arrived[0]?.headers['content-type']).toBeUndefined()
})

test('A response comes back as it was given', async () => {
  await using service = await openFakeService((_request, response) => {
    const headers = {
      'content-type': 'application/problem+json',
      'consistency-token': 'order:a@3',
      'retry-after': '1',
      'x-request-id': 'of the service',
      location: '/reservations/1',
    }
    response.writeHead(409, headers).end('{"type":"https://saga-bistro.example/problems/evening-full"}')
  })
  await using gateway = await openTestGateway([forward], service.env)
  const { status, headers, text } = await send(`${gateway.url}/api/reservation/reservations`, { method: 'POST' })
  expect(status).toBe(409)
  expect(text).toBe('{"type":"https://saga-bistro.example/problems/evening-full"}')
  expect(headers).toMatchObject({
    'content-type': 'application/problem+json',
    'consistency-token': 'order:a@3',
    'retry-after': '1',
    'x-request-id': 'of the service',
    // Below the gateway the resource has another path.
    location: '/api/reservation/reservations/1',
  })
})

test('The host and the origin are judged by the gateway, and the service is called by its own name', async () => {
  await using service = await openFakeService()
  await using gateway = await openTestGateway([forward], { ...service.env, BISTRO_HTTP_NAMES: 'bistro.example' })
  const own = { host: 'bistro.example', origin: 'http://bistro.example', 'sec-fetch-site': 'same-origin' }
  expect((await send(`${gateway.url}/api/order/orders`, { method: 'POST', headers: own })).status).toBe(200)
  expect(service.arrived[0]?.headers).toMatchObject({ host: new URL(service.url).host })
  expect(Object.keys(service.arrived[0]?.headers ?? {})).not.toContain('origin')
  const foreign = await send(`${gateway.url}/api/order/orders`, { headers: { host: 'evil.example' } })
  expect([foreign.status, slugOf(foreign.text)]).toEqual([421, 'unknown-host'])
  const crossSite = await send(`${gateway.url}/api/order/orders`, {
    method: 'POST',
    headers: { origin: 'http://evil.example' },
  })
  expect([crossSite.status, slugOf(crossSite.text)]).toEqual([403, 'cross-site'])
  expect(service.arrived).toHaveLength(1)
})

test('A service that does not listen is said to be unreachable', async () => {
  await using gateway = await openTestGateway([forward])
  const { status, headers, text } = await send(`${gateway.url}/api/customer/customers/1`)
  expect(status).toBe(502)
  expect(headers['content-type']).toContain('application/problem+json')
  expect(JSON.parse(text)).toMatchObject({
    type: 'https://saga-bistro.example/problems/service-unreachable',
    detail: expect.stringMatching(/^customer cannot be reached \(it does not listen\)/),
  })
})

test.each(['GET', 'POST'])('%s of a service that breaks off is not tried again', async (method) => {
  await using service = await openFakeService((_request, response) => void response.destroy())
  await using gateway = await openTestGateway([forward], service.env)
  const { status, text } = await send(`${gateway.url}/api/order/orders`, { method })
  expect([status, slugOf(text)]).toEqual([502, 'service-unreachable'])
  expect(service.arrived).toHaveLength(1)
})

test.each(['GET', 'POST'])('%s of a service that says 503 is not tried again', async (method) => {
  await using service = await openFakeService((_request, response) => void response.writeHead(503).end('{}'))
  await using gateway = await openTestGateway([forward], service.env)
  expect((await send(`${gateway.url}/api/order/orders`, { method })).status).toBe(503)
  expect(service.arrived).toHaveLength(1)
})

test.each(['GET', 'POST'])(
  '%s of a service that is silent ends with a time-out, and is not tried again',
  async (method) => {
    await using service = await openFakeService(() => {})
    await using gateway = await openTestGateway([forwardWithin(300)], service.env)
    const { status, text } = await send(`${gateway.url}/api/order/orders`, { method })
    expect([status, slugOf(text)]).toEqual([504, 'service-timeout'])
    expect(service.arrived).toHaveLength(1)
  },
)

test('A body that no service takes is refused before it is forwarded', async () => {
  await using service = await openFakeService()
  await using gateway = await openTestGateway([forward], service.env)
  const url = `${gateway.url}/api/order/orders`
  const whole = { method: 'POST', headers: { 'content-type': 'application/json' }, body: Buffer.alloc(65_536, ' ') }
  expect((await send(url, whole)).status).toBe(200)
  const large = { ...whole, body: Buffer.alloc(65_537, ' ') }
  const refused = await send(url, large)
  expect([refused.status, slugOf(refused.text)]).toEqual([413, 'body-too-large'])
  const chunked = await send(url, { ...large, headers: { ...large.headers, 'transfer-encoding': 'chunked' } })
  expect(chunked.status).toBe(413)
  expect(service.arrived).toHaveLength(1)
})

test('What cannot be forwarded as it is, is a problem of the caller', async () => {
  await using service = await openFakeService()
  await using gateway = await openTestGateway([forward], service.env)
  expect((await send(`${gateway.url}/api/nobody/orders`)).status).toBe(404)
  expect((await send(`${gateway.url}/api/order/..%2f..%2fmetrics`)).status).toBe(400)
  const expecting = {
    method: 'POST',
    headers: { expect: '100-continue', 'content-length': '2' },
    body: Buffer.from('{}'),
  }
  expect((await send(`${gateway.url}/api/order/orders`, expecting)).status).toBe(200)
  const chunked = { method: 'POST', headers: { 'transfer-encoding': 'chunked' }, body: Buffer.from('abc') }
  expect((await send(`${gateway.url}/api/order/orders`, chunked)).status).toBe(200)
  expect(service.arrived.map(({ body }) => body.toString())).toEqual(['{}', 'abc'])
})
