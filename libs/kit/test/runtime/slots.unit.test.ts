import { v7 } from 'uuid'
import { afterEach, describe, expect, it } from 'vitest'
import { createMemoryStore } from '../../src/memory/store.ts'
import type { Order, RawRecord } from '../../src/model/index.ts'
import {
  type Codec,
  Health,
  type RunningRuntime,
  SILENT_LOGGER,
  SILENT_METER,
  SYSTEM,
  startRuntime,
} from '../../src/runtime/index.ts'
import { FakeLog } from '../fakes.ts'
import { record, WAREHOUSE } from '../inputs.ts'
import { jsonCodec, type Loan, library } from '../library.ts'

const running: RunningRuntime[] = []
afterEach(async () => {
  await Promise.all(running.splice(0).map((runtime) => runtime.stop()))
})

const SKIP: Order = { kind: 'skip', why: 'a test' }
const RETRY: Order = { kind: 'retry' }

/** One stream of the warehouse that lends books to one loan, one book with each version. */
async function reader() {
  const [stream, loanId] = [v7(), v7()]
  const store = createMemoryStore()
  const log = new FakeLog()
  const surroundings = {
    ports: {},
    logger: SILENT_LOGGER,
    meter: SILENT_METER,
    health: new Health(SILENT_LOGGER),
    ...SYSTEM,
  }
  const code = { isMended: true }
  const decode: Codec['decode'] = (...record) => {
    if (!code.isMended) throw new Error('a fault of this version')
    return jsonCodec.decode(...record)
  }
  const codec = { ...jsonCodec, decode }
  const runtime = await startRuntime({ service: library, store, log, codec, ...surroundings })
  running.push(runtime)
  const lent = (version: number, id = v7()) =>
    record(stream, version, 'BookFound', { loanId, book: `book ${version}` }, id)
  const broken = (version: number, id = v7()): RawRecord => ({ ...lent(version, id), value: Buffer.from('no event') })
  const books = async () => ((await store.snapshot(loanId))?.state as Loan | undefined)?.books ?? 0
  const parked = async () =>
    (await store.parked({ limit: 99 })).map(({ version, reason }) => `${version} ${reason}`).toSorted()
  const settle = async (version: number, order: Order) => {
    const row = (await store.parked({ limit: 99 })).find((candidate) => candidate.version === version)
    return runtime.settleParked(row?.id ?? v7(), order)
  }
  const gate = () => store.gateVersion(WAREHOUSE, stream)
  return { store, log, code, lent, broken, books, parked, settle, gate }
}

describe('a record that cannot be read, in the place of a genuine one', () => {
  it.each(['behind those that wait for it', 'in one batch with all', 'before its predecessor'])(
    'gives way to it: %s',
    async (when) => {
      const { log, lent, broken, books, parked } = await reader()
      const [first, second, third, fourth] = [lent(1), lent(2), lent(3), lent(4)]
      if (when.startsWith('in one')) await log.deliver(first, broken(2), third, second, fourth)
      else if (when.startsWith('before')) {
        await log.deliver(broken(2))
        await log.deliver(second)
        await log.deliver(fourth, third, first)
      } else {
        await log.deliver(first, broken(2), third, fourth)
        expect(await parked()).toEqual(['2 poison', '3 gap', '4 gap'])
        await log.deliver(second)
      }
      expect([await books(), await parked()]).toEqual([4, []])
    },
  )

  it('gives way though it bears its id', async () => {
    const { log, lent, broken, books, parked } = await reader()
    const id = v7()
    await log.deliver(broken(1, id))
    await log.deliver(lent(1, id))
    expect([await books(), await parked()]).toEqual([1, []])
  })

  it('does not give way to another that cannot be read, nor is a copy parked twice', async () => {
    const { log, broken, parked, gate } = await reader()
    const first = broken(1)
    await log.deliver(first, first)
    await log.deliver(first)
    await log.deliver(broken(1))
    expect([await gate(), await parked()]).toEqual([0, ['1 poison', '1 poison']])
  })
})

describe('a divergent history', () => {
  it('keeps its record, with both ids, until an operator skips it', async () => {
    const { store, log, lent, books, parked, settle } = await reader()
    const [genuine, other] = [lent(1), lent(1)]
    await log.deliver(genuine)
    await log.deliver(other)
    const [row] = await store.parked({ limit: 1 })
    expect(row?.error).toContain(genuine.headers.ce_id)
    expect(row?.error).toContain(other.headers.ce_id)
    expect(await settle(1, RETRY)).toMatchObject({ kind: 'stays', error: row?.error })
    await log.deliver(lent(2))
    expect([await books(), await parked()]).toEqual([2, ['1 poison']])
    expect(await settle(1, RETRY)).toMatchObject({ kind: 'stays' })
    expect(await settle(1, SKIP)).toMatchObject({ kind: 'settled' })
    expect(await parked()).toEqual([])
  })
})

describe('an operator', () => {
  it('hears whether it was applied, and what waited behind it', async () => {
    const { log, lent, broken, books, parked, settle } = await reader()
    await log.deliver(broken(1), lent(2), lent(3))
    expect(await settle(1, RETRY)).toEqual({ kind: 'stays', error: expect.stringContaining('cannot read BookFound') })
    expect(await settle(2, RETRY)).toMatchObject({
      kind: 'stays',
      error: expect.stringContaining('waits for version 1'),
    })
    expect(await settle(2, SKIP)).toMatchObject({ kind: 'stays', error: expect.stringContaining('version 1') })
    expect(await settle(1, SKIP)).toEqual({ kind: 'settled', behind: 2 })
    expect([await books(), await parked()]).toEqual([2, []])
    expect(await settle(1, SKIP)).toEqual({ kind: 'unknown' })
  })

  it('has a message applied once what was wrong is mended', async () => {
    const { log, code, lent, books, parked, settle } = await reader()
    code.isMended = false
    await log.deliver(lent(1), lent(2))
    expect(await settle(1, RETRY)).toMatchObject({ kind: 'stays' })
    code.isMended = true
    expect(await settle(1, RETRY)).toEqual({ kind: 'settled', behind: 1 })
    expect([await books(), await parked()]).toEqual([2, []])
  })

  it('passes over what will never come by skipping the first that waits for it', async () => {
    const { log, lent, books, parked, settle } = await reader()
    await log.deliver(lent(1), lent(4), lent(5))
    expect(await settle(4, SKIP)).toEqual({ kind: 'settled', behind: 1 })
    expect([await books(), await parked()]).toEqual([2, []])
  })
})
