import type { Changes, Store } from '@bistro/kit/runtime'
import { StoreConflict, type Transaction } from '@bistro/kit/runtime'
import type { Process } from './process.ts'

const ARRIVES_MOST_MS = 3
const BETWEEN_MOST_MS = 8
const LATER = 0.3
const BETWEEN = 0.2
const CONFLICT = 0.004
const LOST_COMMIT = 0.004
const LOST_COMMIT_KNOWN_MOST_MS = 3_000
const LATE_MOST_MS = 3_000
const EARLY_MOST_MS = 4_000
const LATE = 0.01
const EARLY = 0.01

/** The service's database as one process reaches it: requests are delayed, responses get lost, and the process can die in between. */
export function storeOf(process: Process): Store {
  const { site, life } = process
  const { database, ground } = site
  const { store } = database
  const { agenda, random, faults } = ground
  const asked =
    <A extends unknown[], T>(ask: (...args: A) => Promise<T>): ((...args: A) => Promise<T>) =>
    (...args) =>
      life.heard(async () => {
        database.mustBeUp()
        return ask(...args)
      })
  const done = <A extends unknown[], T>(
    what: string,
    ask: (...args: A) => Promise<T>,
  ): ((...args: A) => Promise<T>) => {
    const work = asked(ask)
    return (...args) => {
      agenda.stir()
      return life.does(what, () => work(...args))
    }
  }
  return {
    ...store,
    transaction: (work, options) =>
      life.heard(async () => {
        if (random.chance(LATER)) await agenda.sleep(random.between(1, ARRIVES_MOST_MS))
        database.mustBeUp()
        return store.transaction((inner) => work(transactionOn(process, inner)), options)
      }),
    commitOutcome: asked(async (commit: string) => database.commitOutcome(commit)),
    claimDue: asked(async (limit: number, startAgain?: readonly string[]) => {
      if (faults.injects('timers', LATE)) await agenda.sleep(random.between(1, LATE_MOST_MS))
      const aheadMs = faults.injects('timers', EARLY) ? random.between(1, EARLY_MOST_MS) : 0
      if (aheadMs > 0) site.note(`the database's clock is ${aheadMs} ms ahead: timers fire early`, { fault: true })
      const claimed = await database.ahead(aheadMs, () => store.claimDue(limit, startAgain))
      if (claimed.rows.length === 0) return claimed
      agenda.stir()
      life.mayDie('after claiming due work')
      return { ...claimed, rows: await site.claimed(claimed.rows, life) }
    }),
    postpone: done('extending its leases', store.postpone),
    fail: done('storing that a call failed', store.fail),
    hasten: done('bringing calls forward', store.hasten),
    acknowledge: done('marking events as published', store.acknowledge),
    snapshot: asked(store.snapshot),
    snapshots: asked(store.snapshots),
    row: asked(store.row),
    gateVersion: asked(store.gateVersion),
    backlog: asked(store.backlog),
    count: asked(store.count),
    sagaOfStream: asked(store.sagaOfStream),
    unpublished: asked(store.unpublished),
    resumable: asked(store.resumable),
    holes: asked(store.holes),
    check: asked(store.check),
    progress: {
      load: asked(store.progress.load),
      save: done('storing its offsets', store.progress.save),
    },
  }
}

function transactionOn(process: Process, inner: Transaction): Transaction {
  const { site, life } = process
  const { database, ground } = site
  const { agenda, random } = ground
  return {
    load: (needs, unit) =>
      life.does('loading', async () => {
        database.mustBeUp()
        const parked = await inner.load(needs, unit)
        site.loaded(needs, unit)
        return parked
      }),
    write: (changes) =>
      life.does('its commit', async () => {
        if (random.chance(BETWEEN)) await agenda.sleep(random.between(1, BETWEEN_MOST_MS))
        database.mustBeUp()
        return commit(process, inner, changes)
      }),
  }
}

async function commit(process: Process, inner: Transaction, changes: Changes): ReturnType<Transaction['write']> {
  const { site, life } = process
  const { faults, nets, random } = site.ground
  if (faults.injects('database', CONFLICT)) throw new StoreConflict('another transaction committed first')
  const isLost = faults.injects('database', LOST_COMMIT)
  const knownAfterMs = random.between(0, LOST_COMMIT_KNOWN_MOST_MS)
  if (isLost && random.chance(1 / 2)) throw site.database.lostCommit('aborted', knownAfterMs)
  if (!nets.publishAfterCommit) {
    site.publish(changes.events)
    life.mayDie('between sending and its commit')
    if (life.isOver) return new Promise(() => {})
  }
  const committed = await inner.write(changes)
  site.committed(changes, committed, life)
  if (isLost) throw site.database.lostCommit('committed', knownAfterMs)
  return committed
}
