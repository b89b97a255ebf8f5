import type { Statement } from '@bistro/kit/postgres'
import type { Counts, StuckSaga, Waiting } from '../contract/index.ts'
import type { CatchingUp } from '../waiting/look.ts'
import { BEHIND } from '../waiting/look.ts'
import { SUMMARY_COLUMNS, type SummaryRow, toSummary } from './summary.ts'

const STUCK = `select ${SUMMARY_COLUMNS}, k.waiting_for as "waitingFor"
  from stuck_sagas k join sagas s using (reservation_id) where s.status = 'open' order by k.since, reservation_id limit $1`
const COUNTS = `select status, count(*) as count,
    count(*) filter (where status = 'open' and exists (select from stuck_sagas k where k.reservation_id = s.reservation_id)) as stuck
  from sagas s group by status`
const CATCHING_UP = `select found from looks where name = 'catching up' and at > now() - interval '10 seconds'`

/** The sagas that the last look found stuck, the longest first. */
export async function readStuck(query: Statement, limit: number): Promise<StuckSaga[]> {
  const rows = await query<SummaryRow & { waitingFor: Waiting[] }>(STUCK, [limit])
  return rows.map(({ waitingFor, ...row }) => ({ ...toSummary(row), waitingFor }))
}

export async function readCounts(query: Statement): Promise<Counts> {
  const rows = await query<{ status: string; count: number; stuck: number }>(COUNTS)
  const of = (status: string): number => rows.find((row) => row.status === status)?.count ?? 0
  const stuck = rows.reduce((sum, row) => sum + row.stuck, 0)
  return { open: of('open'), stuck, delivered: of('delivered'), cancelled: of('cancelled'), rejected: of('rejected') }
}

/** How far the view is behind the log; undefined if it is not. */
export async function readCatchingUp(query: Statement): Promise<CatchingUp | undefined> {
  const [row] = await query<{ found: CatchingUp }>(CATCHING_UP)
  return row && row.found.remaining > BEHIND ? row.found : undefined
}
