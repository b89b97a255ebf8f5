import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { json } from 'node:stream/consumers'
import { setTimeout as delay } from 'node:timers/promises'
import { CONTENT_SECURITY_POLICY, fileOf } from './files.ts'
import { FakeLive } from './live.ts'
import { OPERATOR_TOKEN, problem, READS, type Reply } from './routes.ts'
import { FakeState } from './state.ts'
import { WRITES } from './writes.ts'

const SLOW_MS = 60_000

export interface FakeGateway {
  readonly url: string
  readonly state: FakeState
  readonly live: FakeLive
  stop(): Promise<void>
}

interface Options {
  /** The built console; without it, only the API is served. */
  readonly folder?: string
  readonly port?: number
  readonly sagas?: number
}

/** Serves the gateway's contract with made-up data, and the console with the gateway's security policy. */
export async function startFakeGateway({ folder, port = 0, sagas = 60 }: Options = {}): Promise<FakeGateway> {
  const state = new FakeState(sagas)
  const live = new FakeLive(state)
  const server = createServer((request, response) => {
    answer({ state, live, folder, request, response }).catch((error: unknown) => {
      if (!response.headersSent) response.writeHead(500)
      response.end(String(error))
    })
  })
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    state,
    live,
    stop: async () => {
      live.stop()
      server.close()
      server.closeAllConnections()
    },
  }
}

interface Exchange {
  readonly state: FakeState
  readonly live: FakeLive
  readonly folder: string | undefined
  readonly request: IncomingMessage
  readonly response: ServerResponse
}

async function answer({ state, live, folder, request, response }: Exchange): Promise<void> {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://fake')
  if (!pathname.startsWith('/api/')) return sendFile(response, folder, pathname)
  if (state.mode === 'slow') await delay(SLOW_MS, undefined, { ref: false })
  if (pathname === '/api/live' && state.mode !== 'error')
    return live.add(response, searchParams.get('saga') ?? undefined)
  const isBroken = state.mode === 'error' || (state.mode === 'no view' && pathname.startsWith('/api/sagas'))
  send(response, isBroken ? BROKEN : await replyTo(state, request, pathname, searchParams))
}

const BROKEN = problem(503, 'not-ready', 'The gateway is not ready', 'Its database is unavailable.')

async function replyTo(
  state: FakeState,
  request: IncomingMessage,
  path: string,
  query: URLSearchParams,
): Promise<Reply> {
  const isOperator = request.headers.authorization === `Bearer ${OPERATOR_TOKEN}`
  const method = request.method ?? 'GET'
  const asked = { state, query, isOperator }
  if (method === 'GET') {
    for (const [pattern, route] of READS) {
      const match = pattern.exec(path)
      if (match) return route({ ...asked, ids: match.slice(1).map(decodeURIComponent) })
    }
    return problem(404, 'unknown-route', 'Unknown route', `There is no ${path}.`)
  }
  const body = request.headers['content-type'] ? await json(request) : undefined
  state.writes.push({ method, path, body })
  const [pattern, route] = WRITES.find(([pattern]) => pattern.test(path))!
  return route({ ...asked, ids: pattern.exec(path)!.slice(1).map(decodeURIComponent), body, method })
}

function send(response: ServerResponse, { status, body }: Reply): void {
  const type = status >= 400 ? 'application/problem+json' : 'application/json'
  response.writeHead(status, { 'content-type': type, 'cache-control': 'no-store' })
  response.end(body === undefined ? '' : JSON.stringify(body))
}

async function sendFile(response: ServerResponse, folder: string | undefined, path: string): Promise<void> {
  if (folder === undefined)
    return send(response, problem(404, 'unknown-route', 'Unknown route', 'Only the API is here.'))
  const { type, bytes } = await fileOf(folder, path)
  response.writeHead(200, { 'content-type': type, 'content-security-policy': CONTENT_SECURITY_POLICY })
  response.end(bytes)
}
