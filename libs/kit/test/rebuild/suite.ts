import { setTimeout as sleep } from 'node:timers/promises'
import { v7 } from 'uuid'
import { afterEach, describe, expect, it } from 'vitest'
import type { AnyCommand } from '../../src/model/index.ts'
import { noNeeds } from '../../src/model/plan.ts'
import { gateKey, pairKey, UnitOfWork } from '../../src/model/unit-of-work.ts'
import type { AnyView } from '../../src/model/view.ts'
import type { RunningRuntime } from '../../src/runtime/index.ts'
import type { RebuildState } from '../../src/runtime/rebuild/port.ts'
import type { Store } from '../../src/runtime/store.ts'
import { one, request, WAREHOUSE } from '../inputs.ts'
import { damage, lendings, rebuildOf, rowsOf, startShop, tallies, titleOf, Warehouse } from './shop.ts'

/** Fields of a damaged row. */
const WRONG: Readonly<Record<string, object>> = { tallies: { times: 99 }, lendings: { last: 'nothing' } }

interface Kind {
  /** Each is another sequence of guests and moments. */
  readonly seeds: readonly number[]
  create(): Promise<Store>
  /** Lets the database's clock go on, as far as it says whether a process still lives. */
  age(store: Store, ms: number): Promise<void>
}

/** What must hold for views that are built again, on every store. */
export function rebuildSuite({ seeds, create, age }: Kind): void {
  const running: RunningRuntime[] = []
  afterEach(async () => {
    await Promise.all(running.splice(0).map((runtime) => runtime.stop()))
  })

  async function start(seed: number) {
    const chance = chanceOf(seed)
    const store = await create()
    const warehouse = new Warehouse(chance)
    const runtime = await startShop(store, warehouse)
    running.push(runtime)
    return { store, warehouse, runtime, chance, lent: new Map<string, string>() }
  }
  type Shop = Awaited<ReturnType<typeof start>>

  /** Events of both kinds, in small portions, until the signal. */
  async function work({ warehouse, runtime, chance, lent }: Shop, signal: AbortSignal): Promise<void> {
    const loan = v7()
    for (let count = 0; !signal.aborted; count += 1) {
      await warehouse.send(1 + Math.floor(chance() * 20))
      const book = `title${Math.floor(chance() * 5)} ${count}`
      const input = request(loan, { type: 'Lend', book } as AnyCommand)
      if (input.kind === 'request') await runtime.submit(input.request)
      lent.set(titleOf(book), book)
      await sleep(Math.floor(chance() * 10))
    }
  }

  async function settled({ runtime }: Shop, view: AnyView): Promise<RebuildState | undefined> {
    const isRunning = async () => (await rebuildOf(runtime, view))?.status === 'running'
    await expect.poll(isRunning, { timeout: 20_000 }).toBe(false)
    return rebuildOf(runtime, view)
  }

  async function swap({ runtime }: Shop, view: AnyView): Promise<void> {
    const before = (await rebuildOf(runtime, view))?.swappedAt
    await sleep(2)
    expect(await runtime.views.swap(view, { id: v7(), why: 'because' })).toBe('ordered')
    await expect.poll(async () => (await rebuildOf(runtime, view))?.swappedAt, { timeout: 20_000 }).not.toBe(before)
    expect((await rebuildOf(runtime, view))?.problem).toBeUndefined()
  }

  async function begin({ runtime }: Shop, view: AnyView): Promise<void> {
    expect(await runtime.views.rebuild(view)).toBe('begun')
  }

  const expectedLendings = ({ lent }: Shop) =>
    [...lent].map(([book, last]) => ({ book, last })).sort((one, other) => (one.book < other.book ? -1 : 1))

  async function isExact(shop: Shop): Promise<void> {
    await expect.poll(() => rowsOf(shop.store, tallies), { timeout: 20_000 }).toEqual(shop.warehouse.expected)
    expect(await rowsOf(shop.store, lendings)).toEqual(expectedLendings(shop))
  }

  describe('a view that is built again', () => {
    it.each(seeds)(
      'equals the live one at any moment of its life, and a swap loses and doubles nothing (seed %i)',
      async (seed) => {
        const shop = await start(seed)
        const end = new AbortController()
        const traffic = work(shop, end.signal)
        await sleep(shop.chance() * 300)
        for (const view of [tallies, lendings]) {
          await begin(shop, view)
          expect(await settled(shop, view)).toMatchObject({ status: 'equal', differences: [] })
          // The rows that are exchanged differ, so that a writer that goes on with a former row is found.
          const rows = await rowsOf(shop.store, view)
          for (const row of rows) await damage(shop.store, view, String(row.book), { ...row, ...WRONG[view.name] })
          for (let swaps = 0; swaps < 3; swaps += 1) {
            await swap(shop, view)
            await sleep(shop.chance() * 100)
          }
        }
        end.abort()
        await traffic
        await isExact(shop)
      },
    )

    it.each([tallies, lendings])(
      'shows what is damaged in the live rows of $name, heals it, and gives the damage back',
      async (view) => {
        const shop = await start(7)
        const end = new AbortController()
        const traffic = work(shop, end.signal)
        await sleep(200)
        end.abort()
        await traffic
        await isExact(shop)
        const [right, lost] = await rowsOf(shop.store, view)
        const wrong = { ...right, ...WRONG[view.name] }
        await damage(shop.store, view, String(right?.book), wrong)
        await damage(shop.store, view, String(lost?.book), null)
        await damage(shop.store, view, 'zero', { ...right, book: 'zero' })
        await begin(shop, view)
        const differences = [
          { key: String(right?.book), live: wrong, rebuilt: right },
          { key: 'zero', live: { ...right, book: 'zero' } },
          { key: String(lost?.book), rebuilt: lost },
        ]
        const found = await settled(shop, view)
        expect(found?.status).toBe('differs')
        expect(new Set(found?.differences)).toEqual(new Set(differences))
        await swap(shop, view)
        await isExact(shop)
        expect(await shop.store.commands({ limit: 1 })).toMatchObject([
          { type: 'SwapView', by: 'operator', outcome: 'accepted', request: { view: view.name, why: 'because' } },
        ])
        const [first] = (await rebuildOf(shop.runtime, view))?.differences ?? []
        expect(first?.key === 'zero' || first?.rebuilt !== undefined).toBe(true)
        await swap(shop, view)
        expect(await shop.store.row(view.name, String(right?.book))).toEqual(wrong)
        expect(await shop.store.row(view.name, String(lost?.book))).toBeUndefined()
      },
    )

    it('takes the place of the live one after a transaction that has loaded a row, or before all of it', async () => {
      const { store } = await start(8)
      await one(store, request(v7(), { type: 'Open' }))
      const build = { view: tallies, owner: v7() }
      const state = {
        status: 'equal',
        startedAt: new Date().toISOString(),
        done: 1,
        total: 1,
        differences: [],
      } as const
      await store.rebuilds.begin(build, state)
      const first = { gate: gateKey(WAREHOUSE, v7()), version: 1, id: v7() }
      await moveGate(store, first)
      const priced = { ...first, type: 'BookPriced', data: { book: 'Emma', price: 5 } }
      await store.rebuilds.fold(build, [priced], false)
      let swapped: Promise<void> | undefined
      const [command] = await store.commands({ limit: 1 })
      if (!command) throw new Error('the loan has left no command')
      const writing = store.transaction(async (transaction) => {
        const [unit, needs, key] = [new UnitOfWork(), noNeeds(), pairKey('tallies', 'Emma')]
        needs.rowsToChange.add(key)
        await transaction.load(needs, unit)
        swapped = store.rebuilds.still(build, (still) => still.swap(state, command))
        await sleep(100)
        unit.rows.set(key, { book: 'Emma', times: 1, prices: [1] })
        await transaction.write({ unit, events: [], acknowledged: [] })
      })
      await writing.catch(() => undefined)
      await swapped
      expect(await store.row('tallies', 'Emma')).toEqual({ book: 'Emma', times: 1, prices: [5] })
    })

    it('goes on where a message was skipped that is in the topic', async () => {
      const shop = await start(9)
      const stream = v7()
      const { warehouse, runtime, store } = shop
      await warehouse.sendOf(stream, 1)
      await warehouse.sendOf(stream, 3)
      await expect.poll(async () => (await store.parked({ limit: 1 })).length, { timeout: 5_000 }).toBe(1)
      const [parked] = await store.parked({ limit: 1 })
      await runtime.settleParked(parked?.id ?? '', { kind: 'skip', why: 'version 2 is lost' })
      await warehouse.sendOf(stream, 4)
      await expect.poll(() => store.gateVersion(WAREHOUSE, stream), { timeout: 5_000 }).toBe(4)
      await begin(shop, tallies)
      // The skipped message can be read, so the rebuilt row has it.
      expect(await settled(shop, tallies)).toMatchObject({
        status: 'differs',
        differences: [{ live: { prices: [1, 4] }, rebuilt: { prices: [1, 3, 4] } }],
      })
    })

    it('is built one at a time, and swapped only when it is there and up to date', async () => {
      const shop = await start(5)
      const { runtime, store, warehouse } = shop
      const order = { id: v7(), why: 'because' }
      await warehouse.send(500)
      expect(await runtime.views.swap(tallies, order)).toBe('not-rebuilt')
      await begin(shop, tallies)
      expect(await runtime.views.rebuild(lendings)).toBe('rebuild-running')
      expect(await runtime.views.swap(tallies, order)).toBe('rebuild-running')
      await settled(shop, tallies)
      await runtime.stop()
      expect(await runtime.views.swap(tallies, order)).toBe('outdated')
      expect((await rebuildOf(runtime, tallies))?.problem).toContain('not kept up to date')
      const again = await startShop(store, warehouse)
      running.splice(0, 1, again)
      await begin({ ...shop, runtime: again }, tallies)
      expect(await settled({ ...shop, runtime: again }, tallies)).toMatchObject({ status: 'equal' })
    })

    it('is forgotten when its process dies, and another one may begin', async () => {
      const shop = await start(6)
      const dead = { view: tallies, owner: v7() }
      const state = {
        status: 'running',
        startedAt: new Date().toISOString(),
        done: 0,
        total: 9,
        differences: [],
      } as const
      expect(await shop.store.rebuilds.begin(dead, state)).toBe(true)
      expect(await shop.runtime.views.rebuild(lendings)).toBe('rebuild-running')
      await age(shop.store, 11_000)
      expect(await rebuildOf(shop.runtime, tallies)).toMatchObject({ status: 'failed' })
      await shop.warehouse.send(100)
      await begin(shop, tallies)
      await expect(shop.store.rebuilds.fold(dead, [], false)).rejects.toThrow('another process builds tallies now')
      expect(await settled(shop, tallies)).toMatchObject({ status: 'equal' })
    })
  })
}

const moveGate = (store: Store, { gate, version, id }: { gate: string; version: number; id: string }): Promise<void> =>
  store.transaction(async (transaction) => {
    const unit = new UnitOfWork()
    unit.gates.set(gate, { version, eventId: id, waiting: 0 })
    await transaction.write({ unit, events: [], acknowledged: [] })
  })

/** A small generator (mulberry32), so that a seed names a run. */
function chanceOf(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}
