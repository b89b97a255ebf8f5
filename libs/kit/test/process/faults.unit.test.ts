import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Fastify from 'fastify'
import Type from 'typebox'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { deafTo, INJECTED_CRASH_STATUS } from '../../src/faults/index.ts'
import type { Routes } from '../../src/http/index.ts'
import { createMemoryStore } from '../../src/memory/index.ts'
import { type Application, type RunningService, startService } from '../../src/process/index.ts'
import type { Store } from '../../src/runtime/index.ts'
import { FakeLog } from '../fakes.ts'
import { record } from '../inputs.ts'
import { jsonCodec, library, loan } from '../library.ts'

const LOAN = '01890000-0000-7000-8000-000000000001'
const SHELF = '01890000-0000-7000-8000-000000000002'
const idOf = (version: number) => `01890000-0000-7000-8000-00000000001${version}`
const TOKEN = 'the token of the library'

const routes: Routes = ({ api, runtime, perform }) => {
  api.post('/loans', { schema: { 'x-bistro-role': 'guest' } }, (request, reply) =>
    perform(loan)(
      { request, reply },
      { stream: LOAN, command: () => ({ type: 'Open', fragile: false }), answer: () => ({ status: 201 }) },
    ),
  )
  api.get('/loans', { schema: { 'x-bistro-role': 'guest' } }, async () => (await runtime.reader.snapshot(LOAN)) ?? {})
}
const application: Application = {
  name: 'library',
  settings: Type.Object({}),
  breaks: { 'no-lending': deafTo('library', 'BookFound', 'nothing is lent') },
  build: () => ({ service: library, routes }),
}

let directory: string
let running: RunningService[] = []
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'bistro-faults-'))
})
afterEach(async () => {
  await Promise.all(running.map(({ stop }) => stop()))
  running = []
  rmSync(directory, { recursive: true })
})

interface Started {
  readonly store?: Store
  readonly log?: FakeLog
  readonly faults?: 'on' | 'off'
}

async function start({ store = createMemoryStore(), log = new FakeLog(), faults = 'on' }: Started = {}) {
  const exits: number[] = []
  const lines: string[] = []
  const logger = Fastify({
    logger: { level: 'info', stream: { write: (line) => void lines.push(JSON.parse(line).msg) } },
  })
  const service = await startService(application, {
    env: {
      BISTRO_HTTP_PORT: '0',
      BISTRO_POSTGRES_URL: 'postgres://unused',
      BISTRO_OPERATOR_TOKEN: TOKEN,
      BISTRO_FAULTS: faults,
      BISTRO_FAULTS_FILE: join(directory, 'state', 'faults.json'),
    },
    logger: logger.log,
    openLog: async () => log,
    codec: jsonCodec,
    openStore: () => store,
    exit: (status) => void exits.push(status),
  })
  if (exits.length === 0) running.push(service)
  const ask = async (method: string, path: string, body?: object) => {
    const response = await fetch(`${service.url}${path}`, {
      method,
      headers: { authorization: `Bearer ${TOKEN}`, ...(body && { 'content-type': 'application/json' }) },
      ...(body && { body: JSON.stringify(body) }),
    })
    const text = await response.text()
    return { status: response.status, text, body: text.startsWith('{') ? JSON.parse(text) : undefined }
  }
  /** Leaves a process that has died as it is: it would wait for ever to stop. */
  const abandon = () => {
    running = running.filter((one) => one !== service)
  }
  return { ask, exits, lines, log, store, abandon }
}

const timesSent = ({ sent }: FakeLog, type: string): number =>
  sent.filter(({ headers }) => headers.ce_type === `test.library.${type}`).length

test('where faults are not allowed there is no such route, and nothing about them', async () => {
  const { ask } = await start({ faults: 'off' })
  for (const [method, body] of [['GET'], ['PUT', { faults: 'nonsense' }], ['DELETE']] as const) {
    const refused = await ask(method, '/faults', body)
    expect([refused.status, refused.body.type]).toEqual([404, expect.stringMatching(/unknown-route$/)])
  }
  expect((await ask('GET', '/health/ready')).body).toEqual({ status: 'ready', unavailable: [] })
  expect((await ask('GET', '/metrics')).text).not.toContain('bistro_broken_on_purpose')
})

test.each([
  ['on', true],
  ['off', false],
] as const)('where faults are %s, wrappers stand around the ports: %s', async (faults, isWrapped) => {
  const stacks: string[] = []
  const look = () => void stacks.push(new Error('where').stack ?? '')
  const log = Object.assign(new FakeLog(), { beforeSend: look })
  const memory = createMemoryStore()
  const transaction: Store['transaction'] = (...work) => {
    look()
    return memory.transaction(...work)
  }
  const { ask } = await start({ faults, log, store: { ...memory, transaction } })
  await ask('POST', '/loans')
  await expect.poll(() => timesSent(log, 'LoanOpened')).toBe(1)
  expect(stacks.length).toBeGreaterThan(1)
  expect(stacks.map((stack) => stack.includes('/kit/src/faults/'))).toEqual(stacks.map(() => isWrapped))
})

test('what can be broken is listed with what it does', async () => {
  const { body } = await (await start()).ask('GET', '/faults')
  expect(body).toMatchObject({ seed: 1, faults: [], withoutSafetyNets: [] })
  expect(body.known.faults).toContainEqual({ name: 'duplicate', what: expect.stringContaining('more than once') })
  expect(body.known.safetyNets).toContainEqual({ name: 'no-lending', what: expect.stringContaining('nothing is lent') })
})

test.each([
  [{ withoutSafetyNets: ['no-such-net'] }, '/withoutSafetyNets/0', /must be one of .*"no-gate".*"no-lending"/],
  [{ withoutSafetyNets: ['no-gate', 'no-gate'] }, '/withoutSafetyNets/1', /repeats no-gate/],
  [{ faults: [{ name: 'no-such-fault' }] }, '/faults/0/name', /must be one of .*"duplicate"/],
  [{ faults: [{ name: 'delay' }, { name: 'delay' }] }, '/faults/1', /repeats delay/],
  [{ faults: [{ name: 'delay', rate: 1.1 }] }, '/faults/0/rate', /<= 1/],
  [{ faults: [{ name: 'delay', rate: -0.1 }] }, '/faults/0/rate', />= 0/],
  [{ faults: [{ name: 'delay', ms: 0 }] }, '/faults/0/ms', />= 1/],
  [{ seed: -1 }, '/seed', />= 0/],
])('%j is refused, and changes nothing', async (plan, path, message) => {
  const { ask } = await start()
  const { status, body } = await ask('PUT', '/faults', plan)
  expect(status).toBe(400)
  expect(body.errors).toContainEqual({ path, message: expect.stringMatching(message) })
  expect((await ask('GET', '/faults')).body).toMatchObject({ faults: [], withoutSafetyNets: [] })
})

test('what is broken is said by readiness, metrics and, once at each change, the log', async () => {
  const { ask, lines } = await start()
  const plan = { seed: 3, faults: [{ name: 'lag', rate: 0.5 }], withoutSafetyNets: ['no-gate'] }
  expect((await ask('PUT', '/faults', plan)).body).toMatchObject(plan)
  expect((await ask('GET', '/health/ready')).body.faults).toEqual(plan)
  expect((await ask('GET', '/metrics')).text).toContain('bistro_broken_on_purpose{name="no-gate"} 1')
  await ask('GET', '/health/ready')
  await ask('DELETE', '/faults')
  expect((await ask('GET', '/metrics')).text).not.toContain('bistro_broken_on_purpose{')
  expect(lines.filter((line) => line.includes('on purpose'))).toEqual([
    'broken on purpose: lag at a rate of 0.5, safety net out: no-gate',
    'nothing is broken on purpose any more',
  ])
})

test('a safety net is out at once, and in again at once', async () => {
  const { ask, log } = await start()
  const book = (version: number) =>
    record(SHELF, version, 'BookFound', { loanId: LOAN, book: `b${version}` }, idOf(version))
  const lent = async (): Promise<number> => (await ask('GET', '/loans')).body.state?.books ?? 0
  await log.deliver(book(1), book(1))
  expect(await lent()).toBe(1)
  await ask('PUT', '/faults', { withoutSafetyNets: ['no-gate'] })
  await log.deliver(book(1))
  expect(await lent()).toBe(2)
  await ask('PUT', '/faults', { withoutSafetyNets: ['no-lending'] })
  await log.deliver(book(3))
  await log.flush()
  expect(await lent()).toBe(2)
  await ask('DELETE', '/faults')
  await log.deliver(book(4), book(4))
  expect(await lent()).toBe(3)
})

test('a lost response of the broker and late copies put records on the topic again', async () => {
  const { ask, log } = await start()
  await ask('PUT', '/faults', { faults: [{ name: 'duplicate', rate: 1, ms: 1 }] })
  expect((await ask('POST', '/loans')).status).toBe(201)
  await expect.poll(() => timesSent(log, 'LoanOpened'), { timeout: 5_000 }).toBeGreaterThanOrEqual(5)
})

/** A process that dies at its first request. */
async function crashed(name: string) {
  const { ask, exits, abandon, ...rest } = await start()
  await ask('PUT', '/faults', { faults: [{ name, rate: 1 }] })
  void ask('POST', '/loans').catch(() => undefined)
  await expect.poll(() => exits).toEqual([INJECTED_CRASH_STATUS])
  abandon()
  return rest
}

test.each([
  ['crash-before-commit', { stored: false, sent: 0 }],
  ['crash-after-commit', { stored: true, sent: 0 }],
  ['crash-after-send', { stored: true, sent: 1 }],
])('%s ends the process at this moment', async (name, left) => {
  const { store, log, lines } = await crashed(name)
  const stored = (await store.snapshot(LOAN)) !== undefined
  expect({ stored, sent: timesSent(log, 'LoanOpened') }).toEqual(left)
  expect(lines.at(-1)).toMatch(new RegExp(`^crashing on purpose .*\\(${name}\\)$`))
})

test('what is broken outlives a crash, and what was committed before it is published after it', async () => {
  const { store, log } = await crashed('crash-after-commit')
  const { ask, lines } = await start({ store, log })
  expect((await ask('GET', '/faults')).body.faults).toEqual([{ name: 'crash-after-commit', rate: 1 }])
  expect(lines).toContain('broken on purpose: crash-after-commit at a rate of 1')
  expect(timesSent(log, 'LoanOpened')).toBe(1)
})
