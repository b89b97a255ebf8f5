import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, test } from 'vitest'
import { httpPsp } from './http-psp.ts'

interface Seen {
  readonly path: string | undefined
  readonly key: string | string[] | undefined
  readonly authorization: string | undefined
  readonly body: unknown
}

let server: Server | undefined
afterEach(() => new Promise((resolve) => (server ? server.close(resolve) : resolve(undefined))))

const bodyOf = async (request: IncomingMessage): Promise<unknown> =>
  JSON.parse(Buffer.concat(await request.toArray()).toString())

/** A provider that always gives the same answer, and what it was asked. */
async function provider(status: number, answer: string) {
  const seen: Seen[] = []
  const started = createServer(async (request, response) => {
    const { url: path, headers } = request
    const { 'idempotency-key': key, authorization } = headers
    seen.push({ path, key, authorization, body: await bodyOf(request) })
    response.writeHead(status, { 'content-type': 'application/json' }).end(answer)
  })
  server = started
  await new Promise<void>((resolve) => started.listen(0, '127.0.0.1', resolve))
  const { port } = started.address() as AddressInfo
  return { psp: httpPsp({ url: `http://127.0.0.1:${port}`, secret: 'shop' }), seen }
}

const paymentId = 'p-1'
const amount = { amount: 8_700, currency: 'EUR' }
const authorization = 'Bearer shop'

describe('the provider is asked', () => {
  test('to charge, under the payment’s id', async () => {
    const { psp, seen } = await provider(200, '{"status":"captured","providerReference":"ch_1"}')
    const answer = await psp.charge({ paymentId, amount, cardToken: 'tok_ok' })
    expect(answer).toEqual({ status: 'captured', providerReference: 'ch_1' })
    const body = { reference: paymentId, amount, cardToken: 'tok_ok' }
    expect(seen).toEqual([{ path: '/charges', key: 'p-1', authorization, body }])
  })

  test('to void, under a key of its own', async () => {
    const { psp, seen } = await provider(200, '{"status":"voided"}')
    expect(await psp.void({ paymentId })).toEqual({ status: 'voided' })
    expect(seen).toEqual([{ path: '/voids', key: 'p-1:void', authorization, body: { reference: paymentId } }])
  })

  test('to refund, under a key of its own', async () => {
    const { psp, seen } = await provider(200, '{"status":"refused"}')
    expect(await psp.refund({ paymentId, amount })).toEqual({ status: 'refused' })
    const body = { reference: paymentId, amount }
    expect(seen).toEqual([{ path: '/refunds', key: 'p-1:refund', authorization, body }])
  })
})

describe('the call fails, and so is repeated,', () => {
  test.each([
    ['when the provider is unwell', 503, '{"title":"try later"}', 'answers POST /voids with 503'],
    ['when the answer is of an unknown kind', 200, '{"status":"maybe"}', 'does not match the expected schema'],
    ['when the answer is no JSON', 200, 'ok', 'JSON'],
  ])('%s', async (_, status, answer, message) => {
    const { psp } = await provider(status, answer)
    await expect(psp.void({ paymentId })).rejects.toThrow(message)
  })

  test.each([
    ['a reference beyond measure', 'r'.repeat(256)],
    ['a reference of 70,000 characters', 'r'.repeat(70_000)],
    ['NUL in its reference', 'a\0b'],
    ['half a character in its reference', '\ud83d'],
  ])('when a captured charge has %s', async (_, providerReference) => {
    const { psp } = await provider(200, JSON.stringify({ status: 'captured', providerReference }))
    const charged = psp.charge({ paymentId, amount, cardToken: 'tok_ok' })
    await expect(charged).rejects.toEqual(expect.objectContaining({ code: 'call-failed', failure: 'not-understood' }))
  })

  test('when a captured charge has no reference', async () => {
    const { psp } = await provider(200, '{"status":"captured"}')
    await expect(psp.charge({ paymentId, amount, cardToken: 'tok_ok' })).rejects.toThrow(
      'does not match the expected schema',
    )
  })

  test('when nobody is there', async () => {
    await expect(httpPsp({ url: 'http://127.0.0.1:1', secret: 'shop' }).void({ paymentId })).rejects.toThrow(
      /does not answer POST \/voids: .*(ECONNREFUSED|bad port)/,
    )
  })
})
