import { setTimeout as delay } from 'node:timers/promises'
import { runSql, withClient } from '../../product/sql.ts'

const LOOK_EVERY_MS = 100
const KEPT = `select coalesce(max(pg_wal_lsn_diff(pg_current_wal_lsn(), restart_lsn)), 0)::float8 as number
  from pg_replication_slots where database = current_database()`
const READ = 'select from pg_replication_slots where database = current_database() and active'

/** Looks at what the server keeps for the slot, until it is stopped. */
export function watchSlot(url: string): { stop(): Promise<void>; most(): number } {
  let most = 0
  let isStopped = false
  const watching = withClient(url, async (client) => {
    while (!isStopped) {
      const { rows } = await client.query<{ number: number }>(KEPT)
      most = Math.max(most, rows[0]?.number ?? 0)
      await delay(LOOK_EVERY_MS)
    }
  })
  return {
    most: () => most,
    stop: () => {
      isStopped = true
      return watching
    },
  }
}

/** A database whose slot is read cannot be dropped. */
export async function untilSlotIsFree(url: string): Promise<void> {
  while ((await runSql(url, READ)).length > 0) await delay(LOOK_EVERY_MS)
}
