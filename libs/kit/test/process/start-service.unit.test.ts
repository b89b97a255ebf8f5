import type { AddressInfo } from 'node:net'
import { createServer, type Server } from 'node:net'
import Fastify from 'fastify'
import Type from 'typebox'
import { expect, test } from 'vitest'
import type { Routes } from '../../src/http/index.ts'
import { createMemoryLog, createMemoryStore } from '../../src/memory/index.ts'
import { type Application, type ServiceParts, startService } from '../../src/process/index.ts'
import type { Codec, Log } from '../../src/runtime/index.ts'
import { LearningCodec } from '../fakes.ts'
import { jsonCodec, library, loan } from '../library.ts'

const LOAN = '01890000-0000-7000-8000-000000000001'

const routes: Routes = ({ api, runtime: { reader }, perform }) => {
  const open = { 'x-bistro-role': 'guest' } as const
  api.get('/loans', { schema: open }, async () => (await reader.snapshot(LOAN)) ?? {})
  api.post('/loans', { schema: open }, (request, reply) =>
    perform(loan)(
      { request, reply },
      {
        stream: LOAN,
        command: () => ({ type: 'Open', fragile: false }),
        answer: () => ({ status: 201 }),
      },
    ),
  )
}

const application: Application = {
  name: 'library',
  settings: Type.Object({}),
  build: () => ({ service: library, routes }),
}
const newLog = () => createMemoryLog({ topics: ['test.library.v1', 'test.warehouse.v1'], partitions: 1 })
const away = (message: string, retryable: boolean) => Promise.reject(Object.assign(new Error(message), { retryable }))

const parts = (port: number, openLog: () => Promise<Log>, codec: Codec = jsonCodec): ServiceParts => ({
  env: { BISTRO_HTTP_PORT: String(port), BISTRO_POSTGRES_URL: 'postgres://unused', BISTRO_OPERATOR_TOKEN: 'the token' },
  logger: Fastify().log,
  openLog,
  codec,
  openStore: createMemoryStore,
})

const listen = (): Promise<Server> =>
  new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => resolve(server))
  })
const portOf = (server: Server): number => (server.address() as AddressInfo).port
async function freePort(): Promise<number> {
  const server = await listen()
  const port = portOf(server)
  await new Promise((resolve) => server.close(resolve))
  return port
}

test('HTTP listens from the first moment, and says that it is not ready yet', async () => {
  const port = await freePort()
  const there = Promise.withResolvers<Log>()
  const starting = startService(
    application,
    parts(port, () => there.promise),
  )
  const status = async (path: string, method = 'GET') =>
    (await fetch(`http://127.0.0.1:${port}${path}`, { method }).catch(() => undefined))?.status
  await expect.poll(() => status('/health/live')).toBe(200)
  expect([await status('/health/ready'), await status('/loans'), await status('/loans', 'POST')]).toEqual([
    503, 503, 503,
  ])
  there.resolve(newLog())
  const running = await starting
  expect(running.url).toBe(`http://127.0.0.1:${port}`)
  expect([await status('/health/ready'), await status('/loans', 'POST'), await status('/loans')]).toEqual([
    200, 201, 200,
  ])
  const metrics = await (await fetch(`${running.url}/metrics`)).text()
  expect(metrics).toContain('bistro_commits_total 1')
  expect(metrics).toContain('# HELP bistro_parked_records Records parked now')
  await running.stop()
  expect(await status('/health/live')).toBeUndefined()
})

test('what is not there yet is asked for again', async () => {
  let attempts = 0
  const openLog = () => (attempts++ === 0 ? away('the broker is starting', true) : Promise.resolve(newLog()))
  const running = await startService(application, parts(0, openLog))
  expect(attempts).toBe(2)
  await running.stop()
})

test('what stays wrong ends the start, says what is missing, and frees the port', async () => {
  const port = await freePort()
  const start = startService(
    application,
    parts(port, () => away('wrong password', false)),
  )
  await expect(start).rejects.toThrow('cannot start without the log: wrong password')
  await (
    await startService(
      application,
      parts(port, async () => newLog()),
    )
  ).stop()
}, 30_000)

test('a taken port is found before anything else is touched', async () => {
  const server = await listen()
  let opened = false
  const start = startService(
    application,
    parts(portOf(server), async () => {
      opened = true
      return newLog()
    }),
  )
  await expect(start).rejects.toThrow(
    /port \d+ of 127.0.0.1 is in use: stop the process that listens there, or set BISTRO_HTTP_PORT/,
  )
  expect(opened).toBe(false)
  server.close()
})

test('a registry that is away, or hangs, keeps no service from starting, and is on the list of what it lacks', async () => {
  const codec = new LearningCodec()
  codec.registry = 'away'
  const { url, stop } = await startService(
    application,
    parts(await freePort(), async () => newLog(), codec),
  )
  const ready = await fetch(`${url}/health/ready`)
  expect(ready.status).toBe(200)
  expect(await ready.json()).toMatchObject({
    unavailable: [{ what: 'the schema registry', reason: 'the registry is away' }],
  })
  await stop()

  codec.registry = 'silent'
  const next = await startService(
    application,
    parts(await freePort(), async () => newLog(), codec),
  )
  await next.stop()
})

test('the relay from the write-ahead log needs its login', async () => {
  const { openStore: _, ...given } = parts(0, async () => newLog())
  const starting = startService(application, { ...given, env: { ...given.env, BISTRO_RELAY: 'wal' } })
  await expect(starting).rejects.toThrow('BISTRO_WAL_URL is missing, and BISTRO_RELAY=wal needs it')
})
