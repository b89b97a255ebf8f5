import type { Client } from 'pg'
import { nowMs } from '../load/clock.ts'
import type { DatabaseUrls } from '../product/database.ts'
import { runSql, withClient } from '../product/sql.ts'

/** What a second process observes first of a design that has just been killed: transactions that are prepared and neither committed nor rolled back. */
export interface Doubt {
  /** By server, those that have any. */
  readonly inDoubt: readonly { readonly service: string; readonly transactions: number }[]
  /** Of all of them, those that the coordinator had decided to commit. */
  readonly decided: number
}

/** What it observes then. */
export interface Lock {
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
async function observe({ postgres, lock, killedMs }: Watch): Promise<void> {
  process.send?.(await doubtIn(postgres))
  const lockedMs = await withClient(postgres.reservation, async (client) => {
    await client.query(`set lock_timeout = ${TRY_MS}`)
    while (!(await mayLock(client, lock)));
    return nowMs() - killedMs
  })
  process.send?.({ lockedMs } satisfies Lock)
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

async function doubtIn(postgres: DatabaseUrls): Promise<Doubt> {
  const prepared = await Promise.all(
    Object.entries(postgres).map(async ([service, url]) => {
      const rows = await runSql<Branch>(url, 'select gid from pg_prepared_xacts where database = current_database()')
      return { service, gids: rows.map(({ gid }) => gid) }
    }),
  )
  const gids = prepared.flatMap((one) => one.gids)
  const decisions = gids.length === 0 ? [] : await runSql<Branch>(postgres.order, 'select gid from decisions')
  const decided = new Set(decisions.map(({ gid }) => gid))
  return {
    inDoubt: prepared.flatMap(({ service, gids: { length } }) =>
      length > 0 ? [{ service, transactions: length }] : [],
    ),
    decided: gids.filter((gid) => decided.has(gid)).length,
  }
}

interface Branch {
  readonly gid: string
}

process.once('message', async (watch: Watch) => {
  await observe(watch)
  process.disconnect()
})
process.once('disconnect', () => process.exit())
