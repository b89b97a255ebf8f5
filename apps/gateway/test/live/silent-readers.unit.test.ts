import { connect, type Socket } from 'node:net'
import { SYSTEM } from '@bistro/kit/runtime'
import { expect, it } from 'vitest'
import { MAX_WAITING_BYTES } from '../../src/live/client.ts'
import { Hub } from '../../src/live/hub.ts'
import { Readers } from '../../src/live/readers.ts'
import { addLiveRoute } from '../../src/live/route.ts'
import { Summaries } from '../../src/live/summaries.ts'
import { openTestGateway } from '../gateway.ts'
import { readBytes } from './records.ts'

const READERS = 60
const MESSAGE_BYTES = MAX_WAITING_BYTES
/** What the system's own buffers of a connection take is not the gateway's memory. */
const MOST_MESSAGES = 40

/** Asks for the stream, and never reads a byte of it. */
function openSilent(url: string): Socket {
  const { hostname, port } = new URL(url)
  const socket = connect({ host: hostname, port: Number(port) })
  socket.pause()
  socket.on('error', () => {})
  socket.write(`GET /api/live HTTP/1.1\r\nHost: ${hostname}:${port}\r\nAccept: text/event-stream\r\n\r\n`)
  return socket
}

it('readers that never read are cut off, and what waits for them is kept once for all of them', async () => {
  const hub = new Hub({
    clock: SYSTEM.clock,
    read: readBytes,
    summaries: new Summaries(async () => [], readBytes),
    readers: new Readers(),
  })
  await using gateway = await openTestGateway([
    ({ signal }) => ({ addRoutes: (api) => addLiveRoute(api, hub, signal) }),
  ])
  const sockets = Array.from({ length: READERS }, () => openSilent(gateway.url))
  await expect.poll(() => hub.readers, { timeout: 10_000 }).toBe(READERS)
  const before = process.memoryUsage().arrayBuffers
  let sent = 0
  let most = 0
  const send = () => {
    sent += 1
    if (sent > MOST_MESSAGES) throw new Error(`${hub.readers} readers are left after ${MOST_MESSAGES} messages`)
    const reason = String(sent).padEnd(MESSAGE_BYTES, '.')
    hub.publish('health', { services: [], unavailable: [{ what: 'Kafka', since: new Date().toISOString(), reason }] })
    most = Math.max(most, process.memoryUsage().arrayBuffers - before)
    return hub.readers
  }
  await expect.poll(send, { timeout: 20_000, interval: 110 }).toBe(0)
  // Each reader had up to a MiB unread, and more in the system's buffers: together far more than the messages themselves.
  expect(most).toBeLessThan((sent + 5) * MESSAGE_BYTES)
  expect(most).toBeLessThan((READERS * MAX_WAITING_BYTES) / 2)
  for (const socket of sockets) socket.destroy()
})
