import { v7 } from 'uuid'
import { afterEach, expect, it, vi } from 'vitest'
import type { Service } from '../../src/model/index.ts'
import { Health, type RunningRuntime, SYSTEM, startRuntime } from '../../src/runtime/index.ts'
import type { Store } from '../../src/runtime/store.ts'
import { CountingMeter, FakeLog } from '../fakes.ts'
import { request } from '../inputs.ts'
import { jsonCodec, type LoanCommand, library } from '../library.ts'

/** A process of the service, on a store and a log of the test's. */
export async function startProcess(store: Store, log: FakeLog, service: Service = library) {
  const lines: string[] = []
  const note = (_: object, text: string) => void (text === 'published' || lines.push(text))
  const logger = { info: note, warn: note, error: note }
  const health = new Health(logger)
  const meter = new CountingMeter()
  const parts = { service, store, log, codec: jsonCodec, ports: {}, logger, meter, health, ...SYSTEM }
  const runtime: RunningRuntime = await startRuntime(parts)
  const submit = async (stream: string, command: LoanCommand) => {
    const input = request(stream, command)
    if (input.kind === 'request') await runtime.submit(input.request)
  }
  return { runtime, submit, lines, health, meter, stop: () => runtime.stop() }
}

/** Versions on the log that a version gate takes, by stream; copies are dropped. @throws if one comes too early */
export function taken(...logs: readonly FakeLog[]): Map<string, number> {
  const gates = new Map<string, number>()
  for (const { key, headers } of logs.flatMap(({ sent }) => sent)) {
    const [version, last] = [Number(headers.ce_sequence), gates.get(key) ?? 0]
    if (version > last + 1) throw new Error(`${key}: version ${version} came after ${last}`)
    gates.set(key, Math.max(version, last))
  }
  return gates
}

const TROUBLE = new Error('no broker')
export const FIND_MS = { timeout: 10_000, interval: 10 }

/**
 * What every relay does, wherever it gets committed events from.
 * @param open a store on a fresh database
 * @param again another process's store on the same database
 * @param left number of events that are still to be published
 */
export function relayContract(
  open: () => Promise<Store>,
  again: (store: Store) => Store,
  left: (store: Store) => Promise<number>,
): void {
  const stops: (() => Promise<void>)[] = []
  afterEach(async () => {
    await Promise.all(stops.splice(0).map((stop) => stop()))
  })
  const start = async (store: Store, log: FakeLog, service?: Service) => {
    const started = await startProcess(store, log, service)
    stops.push(started.stop)
    return started
  }

  it('publishes what was committed, byte for byte, and private events never', async () => {
    const [store, log] = [await open(), new FakeLog()]
    const { submit, stop } = await start(store, log)
    const stream = v7()
    await submit(stream, { type: 'Open', shelfId: v7() })
    await submit(stream, { type: 'Lend', book: 'letter' })
    await vi.waitFor(() => expect(log.sent).toHaveLength(2), FIND_MS)
    const stored = await store.eventsAfter(stream, 0, 10)
    expect(log.sent).toEqual(
      stored.map((event) => ({
        key: stream,
        value: event.bytes,
        headers: {
          'content-type': 'application/avro',
          ce_specversion: '1.0',
          ce_id: event.id,
          ce_type: `test.library.${event.type}`,
          ce_source: '/services/library',
          ce_subject: stream,
          ce_time: event.time,
          ce_sequence: String(event.version),
          ce_causationid: event.causationId,
          ce_correlationid: event.correlationId,
          traceparent: event.traceparent,
        },
      })),
    )
    await stop()
    expect(await left(store)).toBe(0)
  })

  it('publishes each stream in order, and nothing twice while all is well', async () => {
    const [store, log] = [await open(), new FakeLog()]
    const { submit } = await start(store, log)
    const streams = Array.from({ length: 40 }, () => v7())
    await Promise.all(
      streams.map(async (stream) => {
        await submit(stream, { type: 'Open' })
        for (const book of ['a', 'b', 'c']) await submit(stream, { type: 'Lend', book })
      }),
    )
    await vi.waitFor(() => expect(log.sent).toHaveLength(160), FIND_MS)
    expect(taken(log)).toEqual(new Map(streams.map((stream) => [stream, 4])))
  })

  it('tries again while the broker is unavailable, and says so', async () => {
    const [store, log] = [await open(), new FakeLog()]
    log.beforeSend = () => {
      throw TROUBLE
    }
    const { submit, health } = await start(store, log)
    const stream = v7()
    await submit(stream, { type: 'Open' })
    await submit(stream, { type: 'Lend', book: 'a' })
    await vi.waitFor(() => expect(health.obstacle?.what).toBe('the broker'), FIND_MS)
    log.beforeSend = () => {}
    await vi.waitFor(() => expect(taken(log).get(stream)).toBe(2), FIND_MS)
    expect(log.sent).toHaveLength(2)
  })

  it('killed between send and mark, publishes copies with the same id and bytes after the restart, and loses nothing', async () => {
    const [store, log] = [await open(), new FakeLog()]
    log.afterSend = () => {
      throw new Error('killed before it heard the acknowledgement')
    }
    const first = await start(store, log)
    const stream = v7()
    await first.submit(stream, { type: 'Open' })
    await vi.waitFor(() => expect(log.sent.length).toBeGreaterThan(0), FIND_MS)
    await first.submit(stream, { type: 'Lend', book: 'a' })
    await first.stop()
    const second = new FakeLog()
    const next = await start(again(store), second)
    await vi.waitFor(() => expect(second.sent).toHaveLength(2), FIND_MS)
    expect(second.sent[0]).toEqual(log.sent[0])
    expect(taken(log, second).get(stream)).toBe(2)
    await next.stop()
    expect(await left(store)).toBe(0)
  })

  it('publishes what all processes of the service commit, whichever of them ends', async () => {
    const [store, log] = [await open(), new FakeLog()]
    const first = await start(store, log)
    const second = await start(again(store), log)
    const streams = [v7(), v7(), v7()]
    await first.submit(streams[0]!, { type: 'Open' })
    await second.submit(streams[1]!, { type: 'Open' })
    await vi.waitFor(() => expect(taken(log).size).toBe(2), FIND_MS)
    await first.stop()
    await second.submit(streams[2]!, { type: 'Open' })
    await second.submit(streams[0]!, { type: 'Lend', book: 'a' })
    await vi.waitFor(() => expect(taken(log)).toEqual(new Map([2, 1, 1].map((n, at) => [streams[at], n]))), FIND_MS)
  })

  it('sends nothing to a topic that is retired, and keeps nothing for it', async () => {
    const [store, log] = [await open(), new FakeLog()]
    const { submit, stop } = await start(store, log, { ...library, publishes: ['test.library.v2'] })
    await submit(v7(), { type: 'Open' })
    await vi.waitFor(() => expect(log.topics).toContain('test.library.v2'), FIND_MS)
    await stop()
    expect(log.topics).not.toContain(library.topic)
    expect(await left(store)).toBe(0)
  })
}
