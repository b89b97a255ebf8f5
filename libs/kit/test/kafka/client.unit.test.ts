import { once } from 'node:events'
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net'
import { afterAll, expect, it } from 'vitest'
import { READERS_METADATA_MAX_AGE_MS, WRITERS_METADATA_MAX_AGE_MS } from '../../src/kafka/client.ts'
import { createKafkaLog } from '../../src/kafka/index.ts'
import { SILENT_LOGGER } from '../../src/runtime/index.ts'
import { int } from './protocol.ts'

const servers: Server[] = []
afterAll(() => {
  for (const server of servers.splice(0)) server.close()
})

/** Something that listens where a broker should. */
async function listening(answer: (socket: Socket) => void): Promise<string> {
  const server = createServer((socket) => {
    socket.on('error', () => {})
    socket.once('data', () => answer(socket))
  }).listen(0, '127.0.0.1')
  servers.push(server)
  await once(server, 'listening')
  return `127.0.0.1:${(server.address() as AddressInfo).port}`
}

it.concurrent.each([
  ['too little to tell what it answers', (socket: Socket) => socket.write(Buffer.concat([int(4, 1), int(1, 0)]))],
  ['a size below nothing', (socket: Socket) => socket.write(Buffer.concat([int(4, -5), int(4, 0)]))],
  ['an answer to another question', (socket: Socket) => socket.end(Buffer.concat([int(4, 4), int(4, 77)]))],
  ['web pages', (socket: Socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n')],
  ['nothing', (socket: Socket) => socket.destroy()],
])('a broker that sends %s is away, and the process lives', { timeout: 30_000 }, async (_, answer) => {
  const brokers = [await listening(answer)]
  const opening = createKafkaLog({ brokers, clientId: 'x', username: 'x', password: 'x', logger: SILENT_LOGGER })
  await expect(opening).rejects.toMatchObject({ code: 'log-unavailable', retryable: true })
})

it('readers see new partitions before most writers: what is written there does not wait for them', () => {
  expect(READERS_METADATA_MAX_AGE_MS * 5).toBeLessThanOrEqual(WRITERS_METADATA_MAX_AGE_MS)
})
