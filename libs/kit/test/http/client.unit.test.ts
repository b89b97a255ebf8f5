import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Type } from 'typebox'
import { afterEach, describe, expect, it } from 'vitest'
import { httpClient } from '../../src/http/client.ts'

const servers: Server[] = []
afterEach(() => {
  for (const server of servers.splice(0)) server.close().closeAllConnections()
})

/** One call of a provider that answers so. */
async function call(answer: RequestListener, timeoutMs?: number): Promise<unknown> {
  const server = createServer(answer).listen(0, '127.0.0.1')
  servers.push(server)
  await new Promise((resolve) => server.once('listening', resolve))
  const { port } = server.address() as AddressInfo
  const client = httpClient('the provider', `http://127.0.0.1:${port}`, timeoutMs)
  return client({ method: 'POST', path: '/charges?x=secret', body: { cents: 1 } }, Type.Object({ id: Type.String() }))
}

describe('a call of a system outside', () => {
  it('gives back what fits the schema', async () =>
    expect(await call((_, response) => response.end('{"id":"c1"}'))).toEqual({ id: 'c1' }))

  it('throws what it was answered, and not the query', async () => {
    const refused = call((_, response) => response.writeHead(503).end('{}'))
    await expect(refused).rejects.toThrow('the provider answers POST /charges with 503')
  })

  it.for([
    ['{"id":1}', 'is not understood'],
    ['not JSON', 'is no JSON'],
    ['', 'is no JSON'],
  ])('throws at %j, as it %s', async ([text = '', message]) => {
    await expect(call((_, response) => response.end(text))).rejects.toThrow(message)
  })

  it('ends in time although the answer goes on, byte by byte', async () => {
    const dripping = call((_, response) => {
      const drip = setInterval(() => response.write(' '), 10)
      response.once('close', () => clearInterval(drip))
    }, 100)
    await expect(dripping).rejects.toThrow('the provider does not answer POST /charges')
  })
})
