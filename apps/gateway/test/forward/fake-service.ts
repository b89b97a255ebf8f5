import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { SERVICES } from '@bistro/services'

export interface Arrived {
  readonly method: string | undefined
  readonly url: string | undefined
  readonly headers: IncomingMessage['headers']
  readonly body: Buffer
}

/** A server in the place of every service, which keeps what arrives. */
export async function openFakeService(
  answer: (request: Arrived, response: ServerResponse) => void = (_request, response) => void response.end('{}'),
) {
  const arrived: Arrived[] = []
  const listener: RequestListener = async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    const { method, url, headers } = request
    const one = { method, url, headers, body: Buffer.concat(chunks) }
    arrived.push(one)
    answer(one, response)
  }
  const server = createServer(listener).listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    arrived,
    url,
    env: { BISTRO_SERVICES: SERVICES.map((name) => `${name}=${url}`).join(',') },
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
