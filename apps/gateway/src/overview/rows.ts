import type { Database } from '@bistro/kit/postgres'
import type { Position } from '@bistro/kit/runtime'
import type { Counts, Overview, SagaSummary, StuckSaga } from '../contract/index.ts'
import { instant } from '../live/seen.ts'
import { loadPositions } from '../projection/tables.ts'
import { readStuck } from '../sagas/stuck.ts'

const MAX_STUCK = 10
const MINUTES = 30
const MINUTE_MS = 60_000

const STUCK_IDS = 'select reservation_id as id from stuck_sagas'
const COUNTS = 'select status, count(*)::integer as count from sagas group by status'
const BY_MINUTE = `
  select date_trunc('minute', started_at) as minute, 'started' as what, count(*)::integer as count from sagas
    where started_at >= $1 group by 1
  union all
  select date_trunc('minute', ended_at), status, count(*)::integer from sagas where ended_at >= $1 group by 1, 2`

export interface Rows {
  /** Undefined until they could be read. */
  readonly counts: Counts | undefined
  readonly minutes: Overview['minutes']
  readonly stuck: readonly StuckSaga[]
  readonly stuckIds: ReadonlySet<string>
  /** The next records that the saga view reads. */
  readonly positions: readonly Position[]
}

const NONE: Counts = { open: 0, stuck: 0, delivered: 0, cancelled: 0, rejected: 0 }

export const NO_ROWS: Rows = {
  counts: undefined,
  minutes: [],
  stuck: [],
  stuckIds: new Set(),
  positions: [],
}

/** What the saga view says of all sagas. */
export async function readRows({ query }: Database, nowMs: number): Promise<Rows> {
  const firstMs = Math.floor(nowMs / MINUTE_MS) * MINUTE_MS - (MINUTES - 1) * MINUTE_MS
  const [counts, minutes, stuck, ids, positions] = await Promise.all([
    query<{ status: SagaSummary['status']; count: number }>(COUNTS),
    query<{ minute: Date; what: string; count: number }>(BY_MINUTE, [instant(firstMs)]),
    readStuck(query, MAX_STUCK),
    query<{ id: string }>(STUCK_IDS),
    loadPositions(query),
  ])
  return {
    counts: {
      ...NONE,
      ...Object.fromEntries(counts.map(({ status, count }) => [status, count])),
      stuck: ids.length,
    },
    minutes: Array.from({ length: MINUTES }, (_, index) => minuteOf(firstMs + index * MINUTE_MS, minutes)),
    stuck,
    stuckIds: new Set(ids.map(({ id }) => id)),
    positions,
  }
}

function minuteOf(
  ms: number,
  found: readonly { minute: Date; what: string; count: number }[],
): Overview['minutes'][number] {
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
