import type { Database, Statement } from '@bistro/kit/postgres'
import type { Counts, Overview, StuckSaga } from '../contract/index.ts'
import { instant } from '../live/seen.ts'
import { readCatchingUp, readCounts, readStuck } from '../sagas/stuck.ts'

const MAX_STUCK = 10
const MINUTES = 30
const MINUTE_MS = 60_000

const STUCK_IDS = 'select reservation_id as id from stuck_sagas'
const BY_MINUTE = `
  select date_trunc('minute', started_at) as minute, 'started' as what, count(*)::integer as count from sagas
    where started_at >= $1 group by 1
  union all
  select date_trunc('minute', ended_at), status, count(*)::integer from sagas where ended_at >= $1 group by 1, 2`

/** What the saga view says of all sagas. */
export interface Rows {
  readonly counts: Counts
  readonly minutes: Overview['minutes']
  readonly stuck: readonly StuckSaga[]
  readonly stuckIds: ReadonlySet<string>
  readonly catchingUp: Overview['catchingUp']
}

export const NO_ROWS: Rows = {
  counts: { open: 0, stuck: 0, delivered: 0, cancelled: 0, rejected: 0 },
  minutes: [],
  stuck: [],
  stuckIds: new Set(),
  catchingUp: undefined,
}

export async function readRows({ query }: Database, nowMs: number): Promise<Rows> {
  const [counts, minutes, stuck, ids, catchingUp] = await Promise.all([
    readCounts(query),
    readMinutes(query, nowMs),
    readStuck(query, MAX_STUCK),
    query<{ id: string }>(STUCK_IDS),
    readCatchingUp(query),
  ])
  return { counts, minutes, stuck, stuckIds: new Set(ids.map(({ id }) => id)), catchingUp }
}

interface InMinute {
  readonly minute: Date
  readonly what: string
  readonly count: number
}

async function readMinutes(query: Statement, nowMs: number): Promise<Overview['minutes']> {
  const firstMs = Math.floor(nowMs / MINUTE_MS) * MINUTE_MS - (MINUTES - 1) * MINUTE_MS
  const found = await query<InMinute>(BY_MINUTE, [instant(firstMs)])
  return Array.from({ length: MINUTES }, (_, index) => minuteOf(firstMs + index * MINUTE_MS, found))
}

function minuteOf(ms: number, found: readonly InMinute[]): Overview['minutes'][number] {
  const own = found.filter(({ minute }) => minute.getTime() === ms)
  const count = (what: string): number => own.find((row) => row.what === what)?.count ?? 0
  return {
    minute: instant(ms),
    started: count('started'),
    delivered: count('delivered'),
    cancelled: count('cancelled'),
    rejected: count('rejected'),
  }
}
