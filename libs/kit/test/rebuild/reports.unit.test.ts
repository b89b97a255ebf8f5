import { setTimeout as sleep } from 'node:timers/promises'
import { v7 } from 'uuid'
import { expect, it } from 'vitest'
import { createMemoryStore } from '../../src/memory/store.ts'
import type { Store } from '../../src/runtime/store.ts'
import { rebuildOf, startShop, tallies, Warehouse } from './shop.ts'

/** Longer than the pause between two reports: there is always one on its way. */
const ON_THE_WAY_MS = 600

function withSlowReports(store: Store): Store {
  const { rebuilds } = store
  rebuilds.report = (
    (report) =>
    async (...of) => {
      await sleep(ON_THE_WAY_MS)
      return report(...of)
    }
  )(rebuilds.report)
  return store
}

it('a report that was on its way does not take back what a swap has stored', async () => {
  const store = withSlowReports(createMemoryStore(Date.now))
  const runtime = await startShop(store, new Warehouse(Math.random))
  const known = () => rebuildOf(runtime, tallies)
  await runtime.views.rebuild(tallies)
  await expect.poll(async () => (await known())?.status).toBe('equal')
  expect(await runtime.views.swap(tallies, { id: v7(), why: 'because' })).toBe('ordered')
  await expect.poll(async () => (await known())?.swappedAt).toBeDefined()
  const until = Date.now() + 2 * ON_THE_WAY_MS
  while (Date.now() < until) {
    expect((await known())?.swappedAt).toBeDefined()
    await sleep(10)
  }
  await runtime.stop()
})
