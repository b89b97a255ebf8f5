import { once } from 'node:events'
import type { RequestListener, Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import { expect, onTestFinished, test } from 'vitest'
import { BOUNDS, type Bounds } from '../../src/http/connections.ts'
import { newServer } from '../../src/http/server.ts'
import { closed, connectTo, sendRaw } from './raw.ts'

const GET = 'GET / HTTP/1.1\r\nHost: localhost\r\n\r\n'
/** More than the system's own buffers take on both sides. */
const LARGE = Buffer.alloc(16_000_000)

async function serve(
  listener: RequestListener,
  bounds: Partial<Bounds> = {},
  prepare: (server: Server) => void = () => {},
): Promise<number> {
  const server = newServer(listener, { ...BOUNDS, ...bounds }).listen(0, '127.0.0.1')
  prepare(server)
  onTestFinished(() => {
    server.close()
    server.closeAllConnections()
  })
  await once(server, 'listening')
  return (server.address() as AddressInfo).port
}

test('pipelined requests are answered in their order, a few at once', async () => {
  let asked = 0
  let now = 0
  let most = 0
  const port = await serve(async (_request, response) => {
    const number = ++asked
    most = Math.max(most, ++now)
    await delay(number % 3)
    now -= 1
    response.end(`<${number}>`)
  })
  const socket = await connectTo(port)
  let text = ''
  socket.on('data', (chunk) => {
    text += chunk
  })
  socket.write(GET.repeat(100))
  const answered = () => [...text.matchAll(/<(\d+)>/g)].map(([, number]) => Number(number))
  await expect.poll(answered).toEqual(Array.from({ length: 100 }, (_, index) => index + 1))
  expect(most).toBe(BOUNDS.maxAtOnce)
  socket.write(GET)
  await expect.poll(() => answered().length).toBe(101)
})

test('who pipelines without measure is cut off, and no more is begun than before', async () => {
  let begun = 0
  const port = await serve((_request, response) => {
    begun += 1
    setTimeout(() => response.end(), 1_000).unref()
  })
  const socket = await connectTo(port)
  socket.write(GET.repeat(2_000))
  await closed(socket)
  expect(begun).toBe(BOUNDS.maxAtOnce)
})

test('while answers are not taken, no further request is begun', async () => {
  let begun = 0
  const port = await serve((_request, response) => {
    begun += 1
    response.end(LARGE)
  })
  const socket = await connectTo(port)
  socket.pause()
  socket.write(GET.repeat(100))
  await delay(100)
  expect(begun).toBe(1)
  socket.resume()
  await expect.poll(() => begun).toBeGreaterThan(1)
})

test('who does not take an answer in time is cut off; who does is not', async () => {
  const port = await serve((_request, response) => response.end(LARGE), { answerTimeoutMs: 200 })
  const slow = await connectTo(port)
  slow.pause()
  slow.write(GET)
  const quick = await connectTo(port)
  let taken = 0
  quick.on('data', (chunk) => {
    taken += chunk.length
  })
  quick.write(GET)
  await expect.poll(() => taken).toBeGreaterThan(LARGE.length)
  await delay(400)
  let got = 0
  slow.on('data', (chunk) => {
    got += chunk.length
  })
  slow.resume()
  await closed(slow)
  expect(got).toBeLessThan(LARGE.length)
  taken = 0
  quick.write(GET)
  await expect.poll(() => taken).toBeGreaterThan(LARGE.length)
})

test('a stream of events outlasts the time for an answer while its reader takes what is written', async () => {
  const port = await serve(
    async (_request, response) => {
      response.setHeader('content-type', 'text/event-stream')
      for (let number = 1; number <= 5 && !response.destroyed; number++) {
        response.write(`data: ${number}\n\n`)
        await delay(100)
      }
      response.write(LARGE)
    },
    { answerTimeoutMs: 200 },
  )
  const socket = await connectTo(port)
  let text = ''
  socket.on('data', (chunk) => {
    text = (text + chunk).slice(0, 10_000)
    if (text.includes('data: 5')) socket.pause()
  })
  socket.write(GET)
  await expect.poll(() => text).toContain('data: 5')
  await delay(1_000)
  socket.removeAllListeners('data').resume()
  await closed(socket)
})

test('a request that does not arrive whole in time is told so', async () => {
  const port = await serve(
    () => {},
    {},
    (server) => {
      server.requestTimeout = 100
      server.headersTimeout = 100
    },
  )
  for (const part of ['GET / HT', 'POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\nhalf']) {
    const { status, head, body } = await sendRaw(port, part)
    expect([status, JSON.parse(body).type.split('/').at(-1)]).toEqual([408, 'request-timeout'])
    expect(head).toContain('application/problem+json')
  }
})

test('a request that is broken behind others costs them no answer, and none is mistaken for its own', async () => {
  const port = await serve(async (_request, response) => {
    await delay(50)
    response.end('fine')
  })
  const socket = await connectTo(port)
  let text = ''
  socket.on('data', (chunk) => {
    text += chunk
  })
  socket.write(`${GET}${GET}no HTTP at all\r\n\r\n`)
  await closed(socket)
  expect(text.match(/fine|HTTP\/1.1 \d+/g)).toEqual(['HTTP/1.1 200', 'fine', 'HTTP/1.1 200', 'fine'])
})
