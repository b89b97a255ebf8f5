import { type Hands, through } from '@bistro/kit/faults'
import type { Changes, Store } from '@bistro/kit/runtime'
import { StoreConflict, type Transaction } from '@bistro/kit/runtime'
import type { Site } from './site.ts'

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

/** The service's database as its processes reach it: requests are delayed and responses get lost. */
export function storeOf(site: Site): Store {
  const { database, ground } = site
  const { store } = database
  const { agenda, random, faults } = ground
  const hands: Hands = {
    asked:
      (ask) =>
      async (...args) => {
        database.mustBeUp()
        return ask(...args)
      },
    done:
      (_, ask) =>
      async (...args) => {
        agenda.stir()
        database.mustBeUp()
        return ask(...args)
      },
  }
  return {
    ...through(store, hands),
    transaction: async (work, options) => {
      if (random.chance(LATER)) await agenda.sleep(random.between(1, ARRIVES_MOST_MS))
      database.mustBeUp()
      return store.transaction((inner) => work(transactionOn(site, inner)), options)
    },
    commitOutcome: hands.asked(async (commit: string) => database.commitOutcome(commit)),
    claimDue: hands.asked(async (limit: number, startAgain?: readonly string[]) => {
      if (faults.injects('timers', LATE)) await agenda.sleep(random.between(1, LATE_MOST_MS))
      const aheadMs = faults.injects('timers', EARLY) ? random.between(1, EARLY_MOST_MS) : 0
      if (aheadMs > 0) site.note(`the database's clock is ${aheadMs} ms ahead: timers fire early`, { fault: true })
      const claimed = await database.ahead(aheadMs, () => store.claimDue(limit, startAgain))
      if (claimed.rows.length > 0) agenda.stir()
      return claimed
    }),
  }
}

function transactionOn(site: Site, inner: Transaction): Transaction {
  const { database, ground } = site
  const { agenda, random } = ground
  return {
    load: async (needs, unit) => {
      database.mustBeUp()
      return inner.load(needs, unit)
    },
    write: async (changes) => {
      if (random.chance(BETWEEN)) await agenda.sleep(random.between(1, BETWEEN_MOST_MS))
      database.mustBeUp()
      return commit(site, inner, changes)
    },
  }
}

async function commit(site: Site, inner: Transaction, changes: Changes): ReturnType<Transaction['write']> {
  const { faults, random } = site.ground
  if (faults.injects('database', CONFLICT)) throw new StoreConflict('another transaction committed first')
  const isLost = faults.injects('database', LOST_COMMIT)
  const knownAfterMs = random.between(0, LOST_COMMIT_KNOWN_MOST_MS)
  if (isLost && random.chance(1 / 2)) throw site.database.lostCommit('aborted', knownAfterMs)
  const committed = await inner.write(changes)
  site.committed(changes)
  if (isLost) throw site.database.lostCommit('committed', knownAfterMs)
  return committed
}
