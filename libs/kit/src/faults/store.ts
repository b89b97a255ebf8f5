import type { PendingRow } from '../model/unit-of-work.ts'
import {
  type Changes,
  type Committed,
  CommitUnknown,
  type EncodedEvent,
  type Store,
  type Transaction,
} from '../runtime/store.ts'
import type { Faulty } from './faulty.ts'
import { COMMIT, never } from './life.ts'
import { type Hands, through } from './through.ts'
import { faultyWal } from './wal.ts'

const FOREVER_MS = 1_000_000_000
const AGAIN_MS = 50

/** Publishes events before they are committed. */
export type PublishEarly = (events: readonly EncodedEvent[]) => Promise<void>

/** The service's database as a process reaches it that may die at each request, and may lack safety nets. */
export function faultyStore(store: Store, faulty: Faulty, publishEarly: PublishEarly): Store {
  const { life, nets } = faulty
  const hands: Hands = {
    asked:
      (ask) =>
      (...args) =>
        life.heard(() => ask(...args)),
    done:
      (what, ask) =>
      (...args) =>
        life.does(what, () => ask(...args)),
  }
  return {
    ...through(store, hands),
    wal: store.wal && faultyWal(store.wal, faulty),
    transaction: (work, options) =>
      life.heard(() =>
        store.transaction((inner) => work(faultyTransaction(inner, store, faulty, publishEarly)), options),
      ),
    claimDue: hands.asked(async (limit: number, startAgain?: readonly string[]) => {
      const claimed = await store.claimDue(limit, startAgain)
      if (claimed.rows.length === 0) return claimed
      life.mayDie('after claiming due work')
      return { ...claimed, rows: await keptOf(claimed.rows, store, faulty) }
    }),
    postpone: hands.done('extending its leases', (rows, afterMs) =>
      store.postpone(rows, nets.leasesEnd ? afterMs : FOREVER_MS),
    ),
  }
}

/** @returns the claimed rows that the process may work on */
async function keptOf(
  rows: readonly PendingRow[],
  store: Store,
  { nets, memory, life }: Faulty,
): Promise<readonly PendingRow[]> {
  if (!nets.leasesEnd) await store.postpone(rows, FOREVER_MS)
  if (!nets.lateAnswersDropped) for (const row of rows) memory.noteEffect(`${row.stream}|${row.name}`, row)
  if (nets.durableTimers) return rows
  const others = rows.filter((row) => !memory.isOwn(row, life) && memory.isSet(row))
  await store.postpone(others, AGAIN_MS)
  return rows.filter((row) => memory.isOwn(row, life))
}

function faultyTransaction(inner: Transaction, store: Store, faulty: Faulty, publishEarly: PublishEarly): Transaction {
  const { life, nets, memory } = faulty
  return {
    load: (needs, unit) =>
      life.does('loading', async () => {
        const parked = await inner.load(needs, unit)
        if (!nets.lateAnswersDropped) memory.recall(needs.pending, unit)
        return parked
      }),
    write: (changes) =>
      life.does(
        'its commit',
        async () => {
          if (!nets.publishAfterCommit) await publishEarly(changes.events)
          if (!nets.publishAfterCommit) life.mayDie('between sending and its commit', COMMIT.before)
          return life.isOver ? never() : commit(inner, changes, store, faulty)
        },
        COMMIT,
      ),
  }
}

async function commit(inner: Transaction, changes: Changes, store: Store, faulty: Faulty): Promise<Committed> {
  try {
    const committed = await inner.write(changes)
    remember(changes, store, faulty, committed.outboxId)
    return committed
  } catch (error) {
    // It may have committed.
    if (error instanceof CommitUnknown) remember(changes, store, faulty)
    throw error
  }
}

function remember({ unit, events }: Changes, store: Store, faulty: Faulty, outboxId?: string): void {
  const { nets, memory, life } = faulty
  if (!nets.markAfterSend && outboxId) for (const { id } of events) memory.noteOutbox(id, outboxId)
  if (nets.durableTimers && nets.lateAnswersDropped && nets.leasesEnd) return
  for (const { key, after } of unit.pending.changes()) {
    if (!after) continue
    if (!nets.durableTimers) memory.setTimer(after, life)
    const first = { ...after, attempt: 1 }
    if (!nets.lateAnswersDropped) memory.noteEffect(key, first)
    if (!nets.leasesEnd) void store.postpone([first], FOREVER_MS).catch(() => undefined)
  }
}
