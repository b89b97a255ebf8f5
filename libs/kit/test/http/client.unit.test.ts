import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type TSchema, Type } from 'typebox'
import { afterEach, describe, expect, it } from 'vitest'
import { httpClient } from '../../src/http/client.ts'
import { MAX_ANSWER_BYTES } from '../../src/http/exchange.ts'

const Charge = Type.Object({ id: Type.String() })

const servers: Server[] = []
afterEach(() => {
  for (const server of servers.splice(0)) server.close().closeAllConnections()
})

/** One call of a provider that answers so. */
async function call(answer: RequestListener, timeoutMs?: number, schema: TSchema = Charge): Promise<unknown> {
  const server = createServer(answer).listen(0, '127.0.0.1')
  servers.push(server)
  await new Promise((resolve) => server.once('listening', resolve))
  const { port } = server.address() as AddressInfo
  const client = httpClient('the provider', `http://127.0.0.1:${port}`, timeoutMs)
  return client({ method: 'POST', path: '/charges?x=secret', body: { cents: 1 } }, schema)
}

describe('a call of a system outside', () => {
  it('gives back what fits the schema', async () =>
    expect(await call((_, response) => response.end('{"id":"c1"}'))).toEqual({ id: 'c1' }))

  it('gives back plain text as it is, where the schema wants a string', async () => {
    const ok: RequestListener = (_, response) => response.writeHead(200, { 'content-type': 'text/plain' }).end('ok')
    expect(await call(ok, undefined, Type.String())).toBe('ok')
    await expect(call(ok)).rejects.toThrow('does not match the expected schema')
  })

  it('throws what it was answered, and not the query', async () => {
    const refused = call((_, response) => response.writeHead(503).end('{}'))
    await expect(refused).rejects.toThrow('the provider answers POST /charges with 503')
  })

  it.for([
    ['{"id":1}', 'does not match the expected schema'],
    ['not JSON', 'is not JSON'],
    ['', 'is not JSON'],
  ])('throws at %j, as it %s', async ([text = '', message]) => {
    await expect(call((_, response) => response.end(text))).rejects.toThrow(message)
  })

  it.for([
    ['a lone surrogate', '{"id":"\\ud83d"}'],
    ['NUL', '{"id":"a\\u0000b"}'],
    ['either, however deep', '{"id":"c1","more":[{"why":"\\ud83d"}]}'],
  ])('throws at text with %s, which nothing could store', async ([, text = '']) => {
    await expect(call((_, response) => response.end(text))).rejects.toThrow('contains a NUL or an unpaired surrogate')
  })

  it('reads no more than is wanted, and ends the connection', async () => {
    const closed = Promise.withResolvers<void>()
    const endless = call((_, response) => {
      response.once('close', closed.resolve)
      const more = (): boolean => response.write('x'.repeat(MAX_ANSWER_BYTES / 4)) && !response.destroyed
      const flood = setInterval(() => more() || clearInterval(flood), 1)
    })
    await expect(endless).rejects.toThrow(`has more than ${MAX_ANSWER_BYTES} bytes`)
    await closed.promise
  })

  it('takes an answer of the largest size', async () => {
    const id = 'x'.repeat(MAX_ANSWER_BYTES - '{"id":""}'.length)
    expect(await call((_, response) => response.end(`{"id":"${id}"}`))).toEqual({ id })
  })

  it.for([400, 402, 404, 405, 409, 410, 413, 415, 422, 451])('is refused for good with %i', async (status) => {
    const refused = call((_, response) => response.writeHead(status).end('{"title":"no","detail":"no such\\nstreet"}'))
    const message = `the provider answers POST /charges with ${status}: no such street`
    await expect(refused).rejects.toEqual(
      expect.objectContaining({ code: 'call-refused', retryable: false, status, message }),
    )
  })

  it('tells of a refusal no more than a line, whatever it says', async () => {
    const detail = 'x'.repeat(MAX_ANSWER_BYTES * 2)
    const refused = call((_, response) => response.writeHead(400).end(JSON.stringify({ detail })))
    await expect(refused).rejects.toEqual(
      expect.objectContaining({ message: 'the provider answers POST /charges with 400' }),
    )
    const short = call((_, response) => response.writeHead(400).end(JSON.stringify({ detail: detail.slice(0, 9_000) })))
    await expect(short).rejects.toEqual(expect.objectContaining({ message: expect.stringMatching(/^.{500}$/) }))
  })

  it.for([302, 408, 425, 429, 500, 502, 503, 504])('may succeed later with %i', async (status) => {
    const failed = call((_, response) => response.writeHead(status).end('{}'))
    await expect(failed).rejects.toEqual(
      expect.objectContaining({ code: 'call-failed', retryable: true, failure: 'away' }),
    )
  })

  it.for([401, 403])('says with %i that it is the service that is not let in', async (status) => {
    const failed = call((_, response) => response.writeHead(status).end('{}'))
    await expect(failed).rejects.toEqual(expect.objectContaining({ retryable: true, failure: 'not-let-in' }))
  })

  it.for([
    ['2', 2_000],
    ['86400', 60_000],
    ['soon', 0],
    ['Thu, 01 Jan 1970 00:00:00 GMT', 0],
    ['Fri, 31 Dec 9999 23:59:59 GMT', 60_000],
  ] as const)('asks to be left alone for a while: %s', async ([retryAfter, retryAfterMs]) => {
    const failed = call((_, response) => response.writeHead(429, { 'retry-after': retryAfter }).end())
    await expect(failed).rejects.toEqual(expect.objectContaining({ retryAfterMs }))
  })

  it('ends in time although the answer goes on, byte by byte', async () => {
    const dripping = call((_, response) => {
      const drip = setInterval(() => response.write(' '), 10)
      response.once('close', () => clearInterval(drip))
    }, 100)
    await expect(dripping).rejects.toThrow('the provider does not answer POST /charges')
  })
})
