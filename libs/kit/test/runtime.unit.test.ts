import { v7 } from 'uuid'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { createMemoryLog } from '../src/memory/log.ts'
import { createMemoryStore } from '../src/memory/store.ts'
import {
  type AnyCommand,
  CallFailed,
  CallRefused,
  NOTHING_YET,
  type RawRecord,
  type Request,
} from '../src/model/index.ts'
import {
  type Codec,
  Health,
  LEASE_MS,
  QueueFull,
  type RunningRuntime,
  SILENT_LOGGER,
  SILENT_METER,
  StoreUnavailable,
  SYSTEM,
  startRuntime,
} from '../src/runtime/index.ts'
import type { Store } from '../src/runtime/store.ts'
import { CountingMeter, FakeLog, LearningCodec } from './fakes.ts'
import { record, WAREHOUSE } from './inputs.ts'
import { jsonCodec, type Loan, type LoanCommand, library, type Postman } from './library.ts'

const running: RunningRuntime[] = []
afterEach(async () => {
  await Promise.all(running.splice(0).map((runtime) => runtime.stop()))
})

async function start(
  store: Store = createMemoryStore(),
  log = new FakeLog(),
  postman: Partial<Postman> = {},
  codec: Codec = jsonCodec,
) {
  const meter = new CountingMeter()
  const lines: string[] = []
  const note = (_: object, text: string) => void (text === 'published' || lines.push(text))
  const logger = { info: note, warn: note, error: note }
  const parts = {
    service: library,
    store,
    log,
    codec,
    ports: postman,
    logger,
    meter,
    health: new Health(logger),
    ...SYSTEM,
  }
  const runtime = await startRuntime(parts)
  running.push(runtime)
  const submit = (stream: string, command: LoanCommand) => runtime.submit(requestFor(stream, command))
  return { runtime, store, log, meter, submit, health: parts.health, lines }
}

const quietParts = () => ({
  service: library,
  codec: jsonCodec,
  ports: {},
  logger: SILENT_LOGGER,
  meter: SILENT_METER,
  health: new Health(SILENT_LOGGER),
  ...SYSTEM,
})

const requestFor = (stream: string, command: AnyCommand): Request => ({
  cause: { id: v7(), traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01' },
  by: 'guest',
  aggregate: 'loan',
  stream,
  reads: [],
  command: () => command,
})
const loanOf = async (store: Store, stream: string): Promise<Loan> => (await store.snapshot(stream))?.state as Loan

describe('what others have made it miss', () => {
  /** A warehouse that paints a shelf three times, and lends a book. */
  const stream = v7()
  const history = [1, 2, 3].map((version) => record(stream, version, 'ShelfPainted', {}))
  const lent = record(stream, 4, 'BookFound', { loanId: v7(), book: 'Emma' })

  it('is read when the service comes back, though its group was moved to the end meanwhile', async () => {
    const log = createMemoryLog({ topics: library.subscribes, partitions: 1 })
    const store = createMemoryStore()
    const send = (...records: RawRecord[]) =>
      log.send(
        'test.warehouse.v1',
        records.map(({ headers, value }) => ({ key: stream, headers, value })),
      )
    const first = await startRuntime({ ...quietParts(), store, log })
    await send(...history)
    await expect.poll(() => store.gateVersion(WAREHOUSE, stream), { timeout: 5_000 }).toBe(3)
    await first.stop()

    await send(lent)
    const passed: RawRecord[] = []
    const thief = await log.subscribe({
      group: library.name,
      topics: library.subscribes,
      onBatch: async (records) => void passed.push(...records),
      flush: async () => {},
      progress: createMemoryStore().progress,
      onDisplaced: () => {},
      health: new Health(SILENT_LOGGER),
      onCrash: () => {},
    })
    await expect.poll(() => passed.length).toBe(4)
    await thief.close()

    running.push(await startRuntime({ ...quietParts(), store, log }))
    await expect.poll(() => store.gateVersion(WAREHOUSE, stream), { timeout: 5_000 }).toBe(4)
  })

  it('and was in the midst of a stream, is read again after a while', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'Date'] })
    try {
      const { store, log } = await start()
      await log.deliver(...history.slice(0, 1), ...history.slice(2), lent)
      await vi.waitFor(async () => expect(await store.parked({ limit: 9 })).toHaveLength(2))
      log.onTopic = [...history, lent]
      for (let second = 0; second < 20; second += 1) {
        await vi.advanceTimersByTimeAsync(1_000)
        await new Promise(setImmediate)
      }
      expect(log.reread).toEqual(['test.warehouse.v1'])
      expect(await store.gateVersion(WAREHOUSE, stream)).toBe(4)
      expect(await store.parked({ limit: 9 })).toEqual([])
    } finally {
      vi.useRealTimers()
    }
  })

  it('an operator has it read at once', async () => {
    const { runtime, store, log } = await start()
    log.onTopic = history
    expect([await runtime.reread('test.nobody.v1'), await runtime.reread('test.warehouse.v1')]).toEqual([false, true])
    await expect.poll(() => store.gateVersion(WAREHOUSE, stream)).toBe(3)
  })
})

describe('the writer', () => {
  it('stores whatever waits in one transaction', async () => {
    const { submit, meter } = await start()
    await Promise.all(Array.from({ length: 50 }, () => submit(v7(), { type: 'Open' })))
    expect(meter.commits).toBeLessThanOrEqual(2)
  })

  it('takes no more requests while the oldest has waited for two seconds', async () => {
    const store = createMemoryStore()
    const stored = Promise.withResolvers<void>()
    const slow: Store = { ...store, transaction: async (work) => stored.promise.then(() => store.transaction(work)) }
    const { submit } = await start(slow)
    const first = submit(v7(), { type: 'Open' })
    const soon = submit(v7(), { type: 'Open' })
    vi.spyOn(performance, 'now').mockReturnValue(performance.now() + 2_000)
    await expect(submit(v7(), { type: 'Open' })).rejects.toThrow(QueueFull)
    vi.restoreAllMocks()
    stored.resolve()
    expect(await Promise.all([first, soon])).toMatchObject([{ kind: 'accepted' }, { kind: 'accepted' }])
    expect(await submit(v7(), { type: 'Open' })).toMatchObject({ kind: 'accepted' })
  })

  it('sets a message that fails by itself aside and lets the rest of its batch go on', async () => {
    const { log, store } = await start()
    const [good, bad] = [v7(), v7()]
    await log.deliver(
      record(bad, 1, 'BookBurnt', { loanId: v7() }),
      record(good, 1, 'BookFound', { loanId: good, book: 'Emma' }),
    )
    expect(await loanOf(store, good)).toMatchObject({ books: 1 })
    expect(await store.parked({ limit: 10 })).toMatchObject([
      { reason: 'poison', error: 'this command cannot be decided' },
    ])
  })

  it('sets a message aside in its place where the policy itself throws, and those of its stream that follow wait behind it', async () => {
    const { log, store } = await start()
    const loanId = v7()
    await log.deliver(
      record(loanId, 1, 'BookTorn', { loanId }),
      record(loanId, 2, 'BookFound', { loanId, book: 'Emma' }),
    )
    const parked = await store.parked({ limit: 10 })
    expect(parked.toSorted((one, other) => one.version - other.version)).toMatchObject([
      {
        source: WAREHOUSE,
        stream: loanId,
        version: 1,
        reason: 'poison',
        error: expect.stringContaining("reading 'book'"),
      },
      { source: WAREHOUSE, stream: loanId, version: 2, reason: 'gap' },
    ])
  })

  it('sets a record without readable headers aside, with its bytes', async () => {
    const { log, store, runtime } = await start()
    await log.deliver({ topic: 't', partition: 3, offset: '17', headers: {}, value: Buffer.from('?') })
    const [malformed] = await store.parked({ limit: 10 })
    expect(malformed).toMatchObject({ reason: 'poison', record: { partition: 3, offset: '17' } })
    expect(await runtime.settleParked(malformed!.id, { kind: 'retry' })).toMatchObject({ kind: 'stays' })
    expect(await runtime.settleParked(malformed!.id, { kind: 'skip', why: 'a test' })).toMatchObject({
      kind: 'settled',
    })
    expect(await store.parked({ limit: 10 })).toEqual([])
    await log.deliver({ topic: 't', partition: 3, offset: '17', headers: {}, value: Buffer.from('?') })
    expect(await store.parked({ limit: 10 })).toEqual([])
  })

  it('fails a request that cannot be decided, and no other', async () => {
    const { submit } = await start()
    const results = await Promise.allSettled([submit(v7(), { type: 'Explode' }), submit(v7(), { type: 'Open' })])
    expect(results.map(({ status }) => status)).toEqual(['rejected', 'fulfilled'])
  })

  it('waits for a database that is away, and then goes on', async () => {
    const store = createMemoryStore()
    let failures = 2
    const flaky: Store = {
      ...store,
      transaction: (work) => {
        if (failures-- > 0) throw new StoreUnavailable('gone')
        return store.transaction(work)
      },
    }
    const { submit } = await start(flaky)
    expect(await submit(v7(), { type: 'Open' })).toMatchObject({ kind: 'accepted' })
  })

  it('spends no commit on types that change nothing until it is asked to, and then one', async () => {
    const { log, store, meter } = await start()
    const stream = v7()
    for (const version of [1, 2, 3]) await log.deliver(record(stream, version, 'ShelfPainted', {}))
    expect(meter.commits).toBe(0)
    await log.flush()
    expect(meter.commits).toBe(1)
    expect(await store.gateVersion(WAREHOUSE, stream)).toBe(3)
  })

  it('stores what was deferred before a flush ends, although a request comes at the same moment', async () => {
    const { submit, log, store } = await start()
    const book = v7()
    await log.deliver(record(book, 1, 'NobodyCares', { book }))
    const flushed = log.flush()
    const opened = submit(v7(), { type: 'Open' })
    await flushed
    expect(await store.gateVersion(WAREHOUSE, book)).toBe(1)
    await opened
  })

  it('stores many that change nothing in portions, so that others do not wait for all at once', async () => {
    const { log, store, meter } = await start()
    const streams = Array.from({ length: 2_500 }, () => v7())
    await log.deliver(...streams.map((stream) => record(stream, 1, 'ShelfPainted', {})))
    await log.flush()
    expect(meter.commits).toBe(3)
    for (const stream of streams) expect(await store.gateVersion(WAREHOUSE, stream)).toBe(1)
  })

  it('takes no more of what changes nothing than it may keep back while the database is away', async () => {
    const store = createMemoryStore()
    let isAway = true
    const flaky: Store = {
      ...store,
      transaction: (work) => (isAway ? Promise.reject(new StoreUnavailable('gone')) : store.transaction(work)),
    }
    const { log } = await start(flaky)
    const idle = (count: number) => Array.from({ length: count }, () => record(v7(), 1, 'ShelfPainted', {}))
    await log.deliver(...idle(19_999))
    let isTaken = false
    const last = log.deliver(...idle(1)).then(() => {
      isTaken = true
    })
    await new Promise((resolve) => setTimeout(resolve, 100))
    expect(isTaken).toBe(false)
    isAway = false
    await last
  })

  it('ends a flush although requests never cease', async () => {
    const { submit, log } = await start()
    let isFlushed = false
    let requests = 0
    const asked = (async () => {
      for (; !isFlushed && requests < 500; requests++) await submit(v7(), { type: 'Open' })
    })()
    await log.flush()
    isFlushed = true
    await asked
    expect(requests).toBeLessThan(100)
  })
})

describe('a schema that cannot be learned now', () => {
  const soon = { timeout: 6_000 }

  it.each(['away', 'silent'] as const)(
    'keeps nobody but its own stream waiting while the registry is %s, and that one no longer than that',
    async (state) => {
      const codec = new LearningCodec()
      codec.registry = state
      const { log, store, submit, health } = await start(createMemoryStore(), new FakeLog(), {}, codec)
      const [unread, other] = [v7(), v7()]
      await log.deliver(record(unread, 1, 'BookFound', { loanId: unread, book: 'Emma' }))
      await log.deliver(record(other, 1, 'ShelfPainted', {}))
      await log.flush()
      expect(await submit(v7(), { type: 'Open' })).toMatchObject({ kind: 'accepted' })
      expect(await store.gateVersion(WAREHOUSE, other)).toBe(1)
      expect(await store.parked({ limit: 10 })).toMatchObject([{ stream: unread, reason: 'schema' }])
      await vi.waitFor(() => expect(health.troubles).toMatchObject([{ what: 'the schema registry' }]), soon)
      codec.registry = 'there'
      await vi.waitFor(async () => expect(await loanOf(store, unread)).toMatchObject({ books: 1 }), soon)
      expect(await store.parked({ limit: 10 })).toEqual([])
      await vi.waitFor(() => expect(health.troubles).toEqual([]), soon)
    },
    15_000,
  )

  it('is looked up while the registry is there, and nothing is parked', async () => {
    const codec = new LearningCodec()
    const { log, store, health } = await start(createMemoryStore(), new FakeLog(), {}, codec)
    const loan = v7()
    await log.deliver(record(v7(), 1, 'BookFound', { loanId: loan, book: 'Emma' }))
    expect(await loanOf(store, loan)).toMatchObject({ books: 1 })
    expect(health.troubles).toEqual([])
  })
})

describe('the relay', () => {
  it('publishes what was committed, as CloudEvents in version order', async () => {
    const { submit, log } = await start()
    const stream = v7()
    await submit(stream, { type: 'Open' })
    await submit(stream, { type: 'Overdue' })
    await vi.waitFor(() => expect(log.sent).toHaveLength(2))
    expect(log.sent.map(({ key, headers }) => [key, headers.ce_type, headers.ce_sequence])).toEqual([
      [stream, 'test.library.LoanOpened', '1'],
      [stream, 'test.library.LoanOverdue', '2'],
    ])
    expect(log.sent[0]?.headers.traceparent).toMatch(/^00-0af7651916cd43dd8448eb211c80319c-(?!b7ad6b7169203331)/)
  })

  it('tries again while the broker is away', async () => {
    const log = new FakeLog()
    let failures = 2
    log.beforeSend = () => {
      if (failures-- > 0) throw new Error('no broker')
    }
    const { submit } = await start(createMemoryStore(), log)
    await submit(v7(), { type: 'Open' })
    await vi.waitFor(() => expect(log.sent).toHaveLength(1), { timeout: 2_000 })
  })

  it('killed between send and mark, publishes a copy with the same id and bytes after the restart, and loses nothing', async () => {
    const store = createMemoryStore()
    const log = new FakeLog()
    log.afterSend = () => {
      throw new Error('killed before it heard the acknowledgement')
    }
    const first = await start(store, log)
    await first.submit(v7(), { type: 'Open' })
    await vi.waitFor(() => expect(log.sent.length).toBeGreaterThan(0))
    log.afterSend = () => {}
    const second = new FakeLog()
    await start(store, second)
    expect(second.sent).toHaveLength(1)
    expect(second.sent[0]?.headers.ce_id).toBe(log.sent[0]?.headers.ce_id)
    expect(second.sent[0]?.value).toEqual(log.sent[0]?.value)
    expect(await store.unpublished(0, 10)).toEqual([])
  })
})

describe('effects', () => {
  it('are called with what was stored, and their answer becomes a command', async () => {
    const asked: string[] = []
    const { submit, store } = await start(createMemoryStore(), new FakeLog(), {
      remind: async (to) => {
        asked.push(to)
        return 'sent'
      },
    })
    const stream = v7()
    await submit(stream, { type: 'Lend', book: 'letter' })
    await vi.waitFor(async () => expect(await loanOf(store, stream)).toMatchObject({ reminders: 1 }))
    expect(asked).toEqual(['x'])
  })

  it('are called again with back-off until they answer', async () => {
    let calls = 0
    const { submit, store } = await start(createMemoryStore(), new FakeLog(), {
      remind: async () => {
        if (++calls < 3) throw new Error('no answer')
        return 'sent'
      },
    })
    const stream = v7()
    await submit(stream, { type: 'Lend', book: 'letter' })
    await vi.waitFor(async () => expect(await loanOf(store, stream)).toMatchObject({ reminders: 1 }), {
      timeout: 3_000,
    })
    expect(calls).toBe(3)
  })

  it('are not called again when they are refused for good: what follows from that happens', async () => {
    let calls = 0
    const { submit, store } = await start(createMemoryStore(), new FakeLog(), {
      remind: async () => {
        calls += 1
        throw new CallRefused('there is no such street', 404)
      },
    })
    const stream = v7()
    await submit(stream, { type: 'Lend', book: 'letter' })
    await vi.waitFor(async () => expect(await loanOf(store, stream)).toMatchObject({ overdue: true }))
    expect(await store.pending({ limit: 10 })).toEqual([])
    expect(calls).toBe(1)
  })

  it('that have nothing to tell yet are asked again, and nothing is wrong', async () => {
    let calls = 0
    const { submit, store, lines } = await start(createMemoryStore(), new FakeLog(), {
      remind: async () => (++calls < 3 ? NOTHING_YET : 'sent'),
    })
    const stream = v7()
    await submit(stream, { type: 'Lend', book: 'letter' })
    await vi.waitFor(async () => expect(calls).toBe(2), { timeout: 3_000 })
    expect((await store.pending({ limit: 10 }))[0]).not.toHaveProperty('lastError')
    await vi.waitFor(async () => expect(await loanOf(store, stream)).toMatchObject({ reminders: 1 }), {
      timeout: 3_000,
    })
    expect(lines).toEqual([])
  })

  it('that fail are on the list with the reason, and told of now and then', async () => {
    let calls = 0
    const { submit, store, lines } = await start(createMemoryStore(), new FakeLog(), {
      remind: async () => {
        if (++calls < 4) throw new CallFailed(`the post\0 says ${'no '.repeat(1_000)}`, 'not-understood')
        return 'sent'
      },
    })
    const stream = v7()
    await submit(stream, { type: 'Lend', book: 'letter' })
    await vi.waitFor(async () =>
      expect(await store.pending({ limit: 10 })).toMatchObject([
        { stream, name: 'remind', lastError: expect.stringMatching(/^the post says no [no ]{400,490}$/) },
      ]),
    )
    await vi.waitFor(async () => expect(await loanOf(store, stream)).toMatchObject({ reminders: 1 }), {
      timeout: 5_000,
    })
    expect(lines).toEqual(['an effect failed and is retried later', 'an effect that failed before is settled'])
  })

  it('are called soon when what they call is back, whatever their back-off says', async () => {
    let isOpen = false
    const { submit, store, lines } = await start(createMemoryStore(), new FakeLog(), {
      remind: async () => {
        if (!isOpen) throw new CallFailed('the post does not answer', 'away', { retryAfterMs: 60_000 })
        return 'sent'
      },
    })
    const streams = Array.from({ length: 6 }, () => v7())
    await Promise.all(streams.map((stream) => submit(stream, { type: 'Lend', book: 'letter' })))
    await vi.waitFor(() => expect(lines).toContain('the post is unavailable; retrying until it recovers'))
    isOpen = true
    const late = v7()
    await submit(late, { type: 'Lend', book: 'letter' })
    for (const stream of [late, ...streams])
      await vi.waitFor(async () => expect(await loanOf(store, stream)).toMatchObject({ reminders: 1 }))
    expect(lines.filter((line) => line.includes('fails')).length).toBeLessThan(5)
    await vi.waitFor(() => expect(lines).toContain('the post is available again'), { timeout: 3_000 })
  })

  it('are tried one at a time while what they call is away, so that its return is seen', {
    timeout: 20_000,
  }, async () => {
    let isOpen = false
    const { submit, store } = await start(createMemoryStore(), new FakeLog(), {
      remind: async () => {
        if (!isOpen) throw new CallFailed('401: the secret is wrong', 'not-let-in', { retryAfterMs: 60_000 })
        return 'sent'
      },
    })
    const streams = [v7(), v7()]
    for (const stream of streams) await submit(stream, { type: 'Lend', book: 'letter' })
    await vi.waitFor(async () => expect((await store.pending({ limit: 10 })).every((row) => row.lastError)).toBe(true))
    isOpen = true
    for (const stream of streams)
      await vi.waitFor(async () => expect(await loanOf(store, stream)).toMatchObject({ reminders: 1 }), {
        timeout: 10_000,
      })
  })

  it('beyond a thousand wait for their turn under their lease, and none is called twice', {
    timeout: 20_000,
  }, async () => {
    const asked: number[] = []
    const opening = Promise.withResolvers<void>()
    const { submit, store } = await start(createMemoryStore(), new FakeLog(), {
      remind: async () => {
        asked.push(Date.now())
        await opening.promise
        return 'sent'
      },
    })
    const streams = Array.from({ length: 1_200 }, () => v7())
    await Promise.all(streams.map((stream) => submit(stream, { type: 'Lend', book: 'letter' })))
    await new Promise((resolve) => setTimeout(resolve, LEASE_MS * 2))
    expect(asked).toHaveLength(1_000)
    opening.resolve()
    await vi.waitFor(async () => expect(await store.pending({ limit: 1 })).toEqual([]), { timeout: 5_000 })
    expect(asked).toHaveLength(1_200)
  })

  it('may fail with anything', async () => {
    const { submit, store } = await start(createMemoryStore(), new FakeLog(), {
      // What is thrown need not be an Error.
      remind: () => Promise.reject(null),
    })
    await submit(v7(), { type: 'Lend', book: 'letter' })
    await vi.waitFor(async () => expect(await store.pending({ limit: 1 })).toMatchObject([{ lastError: 'null' }]))
  })

  it('whose answer cannot be taken are called again with back-off', async () => {
    let calls = 0
    const { submit, store } = await start(createMemoryStore(), new FakeLog(), {
      remind: async () => (++calls < 3 ? 'explode' : 'sent'),
    })
    const stream = v7()
    await submit(stream, { type: 'Lend', book: 'letter' })
    await vi.waitFor(async () =>
      expect(await store.pending({ limit: 10 })).toMatchObject([{ lastError: 'this answer cannot be understood' }]),
    )
    await vi.waitFor(async () => expect(await loanOf(store, stream)).toMatchObject({ reminders: 1 }), {
      timeout: 3_000,
    })
  })

  it('left behind by a process that died are taken up by the next one when the lease is over', async () => {
    const store = createMemoryStore()
    const dead = await start(store, new FakeLog(), { remind: () => new Promise(() => {}) })
    const stream = v7()
    await dead.submit(stream, { type: 'Lend', book: 'letter' })
    await dead.runtime.stop()
    await start(store, new FakeLog(), { remind: async () => 'sent' })
    await vi.waitFor(async () => expect(await loanOf(store, stream)).toMatchObject({ reminders: 1 }), {
      timeout: 6_000,
    })
  }, 10_000)
})

describe('timers and effects while the database is away', () => {
  it('are told of once, and go on by themselves', async () => {
    const memory = createMemoryStore()
    let isAway = false
    const claimDue: Store['claimDue'] = (...limits) =>
      isAway ? Promise.reject(new StoreUnavailable('Postgres is away')) : memory.claimDue(...limits)
    const { submit, store, lines } = await start({ ...memory, claimDue })
    const stream = v7()
    await submit(stream, { type: 'Open', dueMs: 20 })
    isAway = true
    await vi.waitFor(() => expect(lines).toHaveLength(1), { timeout: 3_000 })
    await new Promise((resolve) => setTimeout(resolve, 2_500))
    isAway = false
    await vi.waitFor(async () => expect(await loanOf(store, stream)).toMatchObject({ overdue: true }), {
      timeout: 3_000,
    })
    await vi.waitFor(() => expect(lines).toHaveLength(2), { timeout: 3_000 })
    expect(lines).toEqual([
      'the database (timers and effects) is unavailable; retrying until it recovers',
      'the database (timers and effects) is available again',
    ])
  }, 15_000)
})

describe('timers', () => {
  it('that cannot be decided come again with back-off, and are told of once', async () => {
    const { submit, store, lines } = await start()
    const stream = v7()
    await submit(stream, { type: 'Open', dueMs: 20, fragile: true })
    const [error, row] = ['this timer cannot be decided', () => store.pending({ limit: 10 })]
    await vi.waitFor(async () => expect(await row()).toMatchObject([{ kind: 'timer', attempt: 3, lastError: error }]), {
      timeout: 5_000,
    })
    expect(lines.filter((line) => line.includes('timer'))).toEqual(['a timer failed and is retried later'])
  })

  it('fire at their time, also those that were due while nobody was there', async () => {
    const store = createMemoryStore()
    const first = await start(store)
    const stream = v7()
    await first.submit(stream, { type: 'Open', dueMs: 20 })
    await first.runtime.stop()
    await new Promise((resolve) => setTimeout(resolve, 40))
    await start(store)
    await vi.waitFor(async () => expect(await loanOf(store, stream)).toMatchObject({ overdue: true }))
  })
})

describe('a timer whose time counts only while somebody watches', () => {
  it('begins again when it fell due while nobody was there', async () => {
    let passedMs = 0
    const store = createMemoryStore(() => Date.now() + passedMs)
    const first = await start(store)
    const stream = v7()
    await first.submit(stream, { type: 'Open', dueMs: 400 })
    await first.runtime.stop()
    passedMs = 60_000
    await start(store)
    await vi.waitFor(async () => expect(await store.pending({ limit: 1 })).toMatchObject([{ attempt: 1 }]))
    expect(await loanOf(store, stream)).toMatchObject({ overdue: false })
    await vi.waitFor(async () => expect(await loanOf(store, stream)).toMatchObject({ overdue: true }))
  })
})

describe('waiting for a version', () => {
  it('ends with the commit that brings it, for own streams and for those of others', async () => {
    const { runtime, submit, log } = await start()
    const [own, other] = [v7(), v7()]
    const waiting = [runtime.reached(library.source, own, 1), runtime.reached(WAREHOUSE, other, 1)]
    await submit(own, { type: 'Open' })
    await log.deliver(record(other, 1, 'BookFound', { loanId: v7(), book: 'Emma' }))
    expect(await Promise.all(waiting)).toEqual([true, true])
  })

  it('ends after two seconds without it', async () => {
    const { runtime } = await start()
    expect(await runtime.reached(WAREHOUSE, v7(), 1)).toBe(false)
  })
})
