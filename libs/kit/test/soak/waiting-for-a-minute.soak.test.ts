import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { Agent, request } from 'node:http'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { v7 } from 'uuid'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { migrate } from '../../src/postgres/index.ts'
import { type PostgresServer, startPostgres } from '../postgres-server.ts'

const MINUTE_MS = 60_000
/** Until V8 has compiled what it will, and every connection is there. */
const WARM_UP_MS = 10_000
/** Readers that wait side by side, each for two seconds at a time: some 12,000 waits in a minute. */
const READERS = 400
/** Waits that leave a hundred bytes behind every time they look are at five times as much after a minute. */
const GROWTH_BYTES = 4_000_000
const CATCHES_UP = 503

let server: PostgresServer
let service: ChildProcess
let url: string

beforeAll(async () => {
  server = await startPostgres()
  const { ownerUrl, appUrl, appRole } = await server.createDatabase()
  const directory = fileURLToPath(new URL('../migrations', import.meta.url))
  await migrate({ url: ownerUrl, directory, appRole })
  service = fork(join(import.meta.dirname, 'service.ts'), [appUrl], { execArgv: [] })
  url = (await told<{ url: string }>()).url
}, 120_000)
afterAll(async () => {
  service?.disconnect()
  await server?.stop()
})

const told = async <T>(): Promise<T> => (await once(service, 'message'))[0] as T

async function heapBytes(): Promise<number> {
  // What answered last is let go of.
  await delay(3_000)
  service.send('heap')
  return (await told<{ heapBytes: number }>()).heapBytes
}

/** Waits for versions that never come, again and again. @returns statuses of all answers */
async function readInVain(forMs: number): Promise<Map<number, number>> {
  const agent = new Agent({ keepAlive: true, maxSockets: READERS })
  const until = performance.now() + forMs
  const statuses = new Map<number, number>()
  const reader = async (): Promise<void> => {
    while (performance.now() < until) {
      const status = await readAhead(agent)
      statuses.set(status, (statuses.get(status) ?? 0) + 1)
    }
  }
  await Promise.all(Array.from({ length: READERS }, reader))
  agent.destroy()
  return statuses
}

function readAhead(agent: Agent): Promise<number> {
  const loan = v7()
  const headers = { 'consistency-token': `library:${loan}@1` }
  return new Promise((resolve, reject) => {
    request(`${url}/loans/${loan}`, { agent, headers }, (response) => {
      response.resume().once('end', () => resolve(response.statusCode ?? 0))
    })
      .once('error', reject)
      .end()
  })
}

test('a minute of reads that wait in vain, from four hundred at once, leaves a service’s heap as it was', {
  timeout: 3 * MINUTE_MS,
}, async () => {
  await readInVain(WARM_UP_MS)
  const before = await heapBytes()
  const statuses = await readInVain(MINUTE_MS)
  const after = await heapBytes()
  console.log(`heap: ${before} bytes before, ${after} after; answers: ${JSON.stringify([...statuses])}`)
  expect([...statuses.keys()]).toEqual([CATCHES_UP])
  expect(statuses.get(CATCHES_UP)).toBeGreaterThan(READERS * 10)
  expect(after - before).toBeLessThan(GROWTH_BYTES)
})
