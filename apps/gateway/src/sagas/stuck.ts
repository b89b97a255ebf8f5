import type { Statement } from '@bistro/kit/postgres'
import type { StuckSaga, Waiting } from '../contract/index.ts'
import { SUMMARY_COLUMNS, type SummaryRow, toSummary } from './summary.ts'

const STUCK = `select ${SUMMARY_COLUMNS}, k.waiting_for as "waitingFor"
  from stuck_sagas k join sagas s using (reservation_id) where s.status = 'open' order by k.since, reservation_id limit $1`

/** The sagas that the last look found stuck, the longest first. */
export async function readStuck(query: Statement, limit: number): Promise<StuckSaga[]> {
  const rows = await query<SummaryRow & { waitingFor: Waiting[] }>(STUCK, [limit])
  return rows.map(({ waitingFor, ...row }) => ({ ...toSummary(row), waitingFor }))
}
