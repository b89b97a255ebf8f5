import { v7 } from 'uuid'
import { afterEach, describe, expect, it } from 'vitest'
import { createMemoryStore } from '../../src/memory/store.ts'
import { CallRefused, type RawRecord } from '../../src/model/index.ts'
import { Health, type RunningRuntime, SILENT_METER, startRuntime } from '../../src/runtime/index.ts'
import type { Store } from '../../src/runtime/store.ts'
import { SYSTEM } from '../../src/runtime/system.ts'
import { FakeLog } from '../fakes.ts'
import { record } from '../inputs.ts'
import { jsonCodec, type LoanCommand, library, type Postman } from '../library.ts'
import { lockedStore } from '../writer/locked-store.ts'

const SAGA = v7()
const running: RunningRuntime[] = []
afterEach(async () => {
  await Promise.all(running.splice(0).map((runtime) => runtime.stop()))
})

type Line = Readonly<Record<string, unknown>>

/** A library whose loans all belong to one saga, and what it logs. */
async function start({ store = createMemoryStore() as Store, postman = {} as Partial<Postman> } = {}) {
  const lines: Line[] = []
  const note = (fields: object, text: string) => void lines.push({ ...fields, text })
  const logger = { info: note, warn: note, error: note }
  const log = new FakeLog()
  const health = new Health(logger)
  const service = { ...library, sagaOf: () => SAGA }
  const parts = {
    service,
    store,
    log,
    codec: jsonCodec,
    ports: postman,
    logger,
    meter: SILENT_METER,
    health,
    ...SYSTEM,
  }
  const runtime = await startRuntime(parts)
  running.push(runtime)
  const submit = (stream: string, command: LoanCommand) => {
    const cause = { id: v7(), traceparent: undefined }
    return runtime.submit({ cause, by: 'guest', aggregate: 'loan', stream, reads: [], command: () => command })
  }
  const told = (text: string): Promise<Line> =>
    expect
      .poll(() => lines.find((line) => String(line.text).startsWith(text)))
      .toBeDefined()
      .then(() => lines.find((line) => String(line.text).startsWith(text)) as Line)
  return { store, log, runtime, submit, told, lines }
}

/** An event of the saga, as it comes from its topic. */
function ofSaga(stream: string, version: number, type: string, data: object): RawRecord {
  const made = record(stream, version, type, data)
  return { ...made, headers: { ...made.headers, ce_correlationid: SAGA } }
}

const found = (stream: string, version = 1, loanId = v7()) =>
  ofSaga(stream, version, 'BookFound', { loanId, book: 'Emma' })
const withHeader = (one: RawRecord, name: string, value: string): RawRecord => ({
  ...one,
  headers: { ...one.headers, [name]: value },
})

describe('a log line about a message names its saga, its stream, its type and its version', () => {
  it('when it is parked', async () => {
    const { log, told } = await start()
    const stream = v7()
    await log.deliver({ ...found(stream), value: Buffer.from('no event') })
    const place = { saga: SAGA, stream, type: 'BookFound', version: 1 }
    expect(await told('a message is parked')).toMatchObject({ ...place, reason: 'poison' })
  })

  it('when it fails by itself', async () => {
    const { log, told } = await start()
    const stream = v7()
    await log.deliver(ofSaga(stream, 1, 'BookBurnt', { loanId: v7() }))
    const place = { saga: SAGA, stream, type: 'BookBurnt', version: 1 }
    expect(await told('an input failed when processed alone')).toMatchObject(place)
  })

  it('when it is not believed, with its place in the log', async () => {
    const { log, told } = await start()
    const stream = v7()
    await log.deliver(withHeader(found(stream, 7), 'ce_source', '/services/payment'))
    const said = { saga: SAGA, stream, type: 'BookFound', version: 7, source: '/services/payment' }
    const place = { topic: 'test.warehouse.v1', partition: 0, offset: '7' }
    expect(await told('the headers of a record are not from the owner of its topic')).toMatchObject({
      ...said,
      ...place,
    })
  })

  it('but nothing that cannot be one: whoever wrote it may have written anything', async () => {
    const { log, told } = await start()
    await log.deliver(withHeader(withHeader(found(v7()), 'ce_subject', 'x'.repeat(9_000)), 'ce_correlationid', '\n'))
    const line = await told('the headers of a record are not from the owner of its topic')
    expect([line.stream, line.saga, line.type]).toEqual([undefined, undefined, 'BookFound'])
  })

  it('when it waits aside', async () => {
    const store = lockedStore()
    const { log, told } = await start({ store: store as Store })
    const [stream, loanId] = [v7(), v7()]
    store.held.add(loanId)
    await log.deliver(found(stream, 1, loanId))
    const place = { saga: SAGA, stream, type: 'BookFound', version: 1 }
    expect(await told('inputs are held until they can be stored')).toMatchObject({ ...place, waitsFor: 'rows' })
    store.held.clear()
  })

  it('when an operator settles it, or cannot', async () => {
    const { log, runtime, store, told } = await start()
    const stream = v7()
    await log.deliver({ ...found(stream), value: Buffer.from('no event') })
    const [row] = await store.parked({ limit: 1 })
    const place = { saga: SAGA, stream, type: 'BookFound', version: 1 }
    await runtime.settleParked(row!.id, { kind: 'retry' })
    expect(await told('the parked message still fails')).toMatchObject(place)
    await runtime.settleParked(row!.id, { kind: 'skip', why: 'a test' })
    expect(await told('an operator settled a parked message')).toMatchObject({ ...place, why: 'a test' })
  })

  it('when it is published', async () => {
    const { submit, told } = await start()
    const stream = v7()
    await submit(stream, { type: 'Open' })
    expect(await told('published')).toMatchObject({ saga: SAGA, stream, type: 'LoanOpened', version: 1 })
  })
})

describe('a log line about a stream’s own work names its saga', () => {
  const lend = { type: 'Lend', book: 'letter' } as const

  it('when a call fails, and when it is settled', async () => {
    const answers = [() => Promise.reject(new Error('the post is closed')), () => Promise.resolve('sent')]
    const { submit, told } = await start({ postman: { remind: async () => answers.shift()?.() ?? 'sent' } })
    const stream = v7()
    await submit(stream, lend)
    const place = { saga: SAGA, stream, name: 'remind' }
    expect(await told('an effect failed and is retried later')).toMatchObject({ ...place, attempt: 1 })
    expect(await told('an effect that failed before is settled')).toMatchObject({ ...place, attempt: 2 })
  })

  it('when a call is refused for good', async () => {
    const refusal = () => Promise.reject(new CallRefused('no such street', 400))
    const { submit, told } = await start({ postman: { remind: refusal } })
    const stream = v7()
    await submit(stream, lend)
    expect(await told('an effect is refused permanently')).toMatchObject({
      saga: SAGA,
      stream,
      reason: 'no such street',
    })
  })

  it('when a timer fails', async () => {
    const { submit, told } = await start()
    const stream = v7()
    await submit(stream, { type: 'Open', dueMs: 1, fragile: true })
    expect(await told('a timer failed and is retried later')).toMatchObject({ saga: SAGA, stream, name: 'overdue' })
  })

  it('when a request fails by itself, or waits aside', async () => {
    const store = lockedStore()
    const { submit, told, lines } = await start({ store: store as Store })
    const stream = v7()
    await submit(stream, { type: 'Open' })
    await expect(submit(stream, { type: 'Explode' })).rejects.toThrow('cannot be decided')
    expect(await told('an input failed when processed alone')).toMatchObject({ saga: SAGA, stream, input: 'request' })
    store.held.add(stream)
    const waiting = submit(stream, { type: 'Remind' })
    expect(await told('inputs are held until they can be stored')).toMatchObject({
      saga: SAGA,
      stream,
      input: 'request',
    })
    store.held.clear()
    await waiting
    expect(lines.filter(({ saga }) => saga !== undefined && saga !== SAGA)).toEqual([])
  })

  it('and goes without it where the store cannot say', async () => {
    const store: Store = { ...createMemoryStore(), sagaOfStream: () => Promise.reject(new Error('away')) }
    const { submit, told } = await start({ store, postman: { remind: () => Promise.reject(new Error('closed')) } })
    const stream = v7()
    await submit(stream, lend)
    expect(await told('an effect failed and is retried later')).toMatchObject({ stream, saga: undefined })
  })
})
