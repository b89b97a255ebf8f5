import { runSql } from '../../product/sql.ts'
import { PARTICIPANTS } from '../flow/participants.ts'
import type { Place } from '../place.ts'

/** Ends the transactions that a dead coordinator has left prepared: commits those it had decided to commit, rolls back the others. */
export async function recover(place: Place): Promise<void> {
  const decisions = await runSql<Branch>(place.postgres.order, 'select gid from decisions')
  const decided = new Set(decisions.map(({ gid }) => gid))
  await Promise.all(
    PARTICIPANTS.map(async (service) => {
      const url = place.postgres[service]
      const inDoubt = await runSql<Branch>(url, 'select gid from pg_prepared_xacts where database = current_database()')
      for (const { gid } of inDoubt) await runSql(url, `${decided.has(gid) ? 'commit' : 'rollback'} prepared '${gid}'`)
    }),
  )
}

interface Branch {
  readonly gid: string
}
