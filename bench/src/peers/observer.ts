import type { Client } from 'pg'
import { sum } from '../harness/statistics.ts'
import { nowMs } from '../load/clock.ts'
import type { DatabaseUrls } from '../product/database.ts'
import { runSql, withClient } from '../product/sql.ts'

/** What a second process observes of a design that has just been killed. */
export interface Sight {
  /** Transactions that are prepared and neither committed nor rolled back, on all five servers. */
  readonly inDoubt: number
  /** From the kill to the moment at which the observer had locked the contended row. */
  readonly lockedMs: number
}

export interface Watch {
  readonly postgres: DatabaseUrls
  /** Locks the contended row, on the reservation server. */
  readonly lock: string
  readonly killedMs: number
}

const TRY_MS = 100

/** A process of its own: counts transactions in doubt, then tries to lock the contended row until it succeeds. */
async function observe({ postgres, lock, killedMs }: Watch): Promise<Sight> {
  const counts = await Promise.all(Object.values(postgres).map(inDoubt))
  const lockedMs = await withClient(postgres.reservation, async (client) => {
    await client.query(`set lock_timeout = ${TRY_MS}`)
    while (!(await mayLock(client, lock)));
    return nowMs() - killedMs
  })
  return { inDoubt: sum(counts), lockedMs }
}

async function mayLock(client: Client, lock: string): Promise<boolean> {
  try {
    await client.query('begin')
    await client.query(lock)
    return true
  } catch {
    return false
  } finally {
    await client.query('rollback')
  }
}

async function inDoubt(url: string): Promise<number> {
  const rows = await runSql<{ count: number }>(url, 'select count(*)::int as count from pg_prepared_xacts')
  return rows[0]?.count ?? 0
}

process.once('message', async (watch: Watch) => {
  process.send?.(await observe(watch))
  process.disconnect()
})
process.once('disconnect', () => process.exit())
