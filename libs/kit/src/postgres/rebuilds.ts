import {
  ALIVE_MS,
  type Build,
  type KnownRebuild,
  NotOwner,
  type RebuildState,
  type Rebuilds,
  type SwapOrder,
} from '../runtime/rebuild/port.ts'
import { readNext } from './backfill.ts'
import type { Query } from './connection.ts'
import type { Connections } from './pool.ts'
import { foldInto } from './rebuild-fold.ts'
import { still } from './rebuild-still.ts'

/** Advisory lock for those who begin to build a view. */
const BEGIN_LOCK = 7_242_003
const CLEARED_AT_A_TIME = 5_000

const IS_ALIVE = `alive_at > now() - interval '${ALIVE_MS} ms'`
const ALL = `select view, state, ${IS_ALIVE} as "isAlive" from rebuilds order by view`
const RUNNING = `select from rebuilds where state ->> 'status' = 'running' and ${IS_ALIVE}`
const BEGIN = `insert into rebuilds (view, owner, alive_at, state) values ($1, $2, now(), $3)
  on conflict (view) do update set owner = excluded.owner, alive_at = excluded.alive_at, state = excluded.state, swap = null`
const REPORT = `update rebuilds set alive_at = now(), state = $3 where view = $1 and owner = $2 returning swap`
const RELEASE = `update rebuilds set alive_at = '-infinity', state = $3, swap = null where view = $1 and owner = $2`
const ORDER = 'update rebuilds set swap = $2 where view = $1'
const TOTAL = 'select coalesce(max(position), 0) as total from events'

/** In portions, because of the statement timeout. Only what no other process builds. */
const CLEAR = ['rebuilt_rows', 'rebuilt_gates'].map(
  (table) => `delete from ${table} where ctid = any(array(
    select ctid from ${table} where view = $1 and exists (select from rebuilds where view = $1 and owner = $2)
    limit ${CLEARED_AT_A_TIME})) returning 1 as gone`,
)

export function rebuildsOn(connections: Connections): Rebuilds {
  const { query } = connections
  return {
    all: () => query<KnownRebuild>('rebuilds', ALL),
    begin: (build, state) => connections.transaction((own) => begin(own, build, state)),
    clear: async (build) => {
      let isMore = false
      for (const [index, text] of CLEAR.entries()) {
        const gone = await query(`clear_rebuilt_${index}`, text, [build.view.name, build.owner])
        if (gone.length === CLEARED_AT_A_TIME) isMore = true
      }
      return isMore
    },
    report: async ({ view, owner }, state) => {
      const [row] = await query<{ swap: SwapOrder | null }>('report_rebuild', REPORT, [view.name, owner, state])
      if (!row) throw new NotOwner(`another process builds ${view.name} now`)
      return row.swap ?? undefined
    },
    release: async ({ view, owner }, state) =>
      void (await query('release_rebuild', RELEASE, [view.name, owner, state])),
    orderSwap: async (view, order) => void (await query('order_swap', ORDER, [view, order])),
    stored: async (mark, limit) => {
      const { rows, next } = await readNext(query, mark, limit)
      return { events: rows, mark: next }
    },
    storedTotal: async () => (await query<{ total: number }>('events_total', TOTAL))[0]?.total ?? 0,
    fold: (build, events, overGaps) => connections.transaction((own) => foldInto(own, build, events, overGaps)),
    still: (build, work) => still(connections, build, work),
  }
}

async function begin(query: Query, { view, owner }: Build, state: RebuildState): Promise<boolean> {
  await query('lock_rebuilds', 'select pg_advisory_xact_lock($1)', [BEGIN_LOCK])
  if ((await query('running_rebuilds', RUNNING)).length > 0) return false
  await query('begin_rebuild', BEGIN, [view.name, owner, state])
  return true
}
