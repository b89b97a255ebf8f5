import type { RecordedCommand } from '../model/command.ts'
import type { AnyView, Row } from '../model/view.ts'
import {
  type Build,
  type Comparison,
  type Difference,
  type Look,
  MAX_DIFFERENCES,
  type RebuildState,
  type Still,
} from '../runtime/rebuild/port.ts'
import { columnOf, tableOf, toRow } from './columns.ts'
import { insertCommands } from './commands.ts'
import type { Query } from './connection.ts'
import type { Connections } from './pool.ts'
import { beOwner } from './rebuild-fold.ts'

/** Transactions that need the view wait behind a waiting lock: not for long. */
const LOCK_PATIENCE_MS = 200
/** A swap of a large view takes longer than other statements. */
const SWAP_TIMEOUT_MS = 60_000
const PAGE_ROWS = 1_000

const set = (name: string, value: string | number): string => `set_config('${name}', '${value}', true)`
const BE_QUICK = `select ${set('lock_timeout', LOCK_PATIENCE_MS)}`
/** The settings of other statements are made for a few rows of large tables. */
const BE_THOROUGH = `select ${[
  set('statement_timeout', SWAP_TIMEOUT_MS),
  set('plan_cache_mode', 'force_custom_plan'),
  ...['enable_seqscan', 'enable_hashjoin', 'enable_mergejoin', 'enable_memoize'].map((name) => set(name, 'on')),
]}`

/**
 * Holds the view's table in a mode in which others only read it. A transaction locks the table before it loads or writes
 * a row, and until its end: gates and events that it has committed are seen here together with the row.
 */
export function still<T>(connections: Connections, build: Build, work: (still: Still) => Promise<T>): Promise<T> {
  return connections.session(async (query) => {
    await query('begin', 'begin')
    await query('be_quick', BE_QUICK)
    await query(`still_${build.view.name}`, `lock table ${tableOf(build.view)} in exclusive mode`)
    const result = await work({
      look: () => look(connections, build.view),
      swap: (state, command) => swap(query, build, state, command),
    })
    await query('commit', 'commit')
    return result
  }, SWAP_TIMEOUT_MS)
}

/** A snapshot in a session of its own, so that the lock can go. */
function look(connections: Connections, view: AnyView): Promise<Look> {
  const compare = Promise.withResolvers<() => Promise<void>>()
  const compared = Promise.withResolvers<Comparison>()
  compared.promise.catch(() => undefined)
  return new Promise((resolve, reject) => {
    const session = connections.session(async (query) => {
      await query('begin_look', 'begin isolation level repeatable read read only')
      await query('look', 'select 1 from rebuilds limit 1')
      resolve({
        compare: (pause) => {
          compare.resolve(pause)
          return compared.promise
        },
      })
      compared.resolve(await comparison(query, view, await compare.promise))
      await query('commit', 'commit')
    })
    session.catch((error: unknown) => {
      compared.reject(error)
      reject(error)
    })
  })
}

interface Page {
  readonly last: string | null
  readonly rows: number
  readonly differing: number
  readonly differences: readonly { key: string; live: Row | null; rebuilt: Row | null }[] | null
}

const summed = (differs: string): string => `select max(key) as last, count(*) as rows,
    count(*) filter (where ${differs}) as differing,
    (array_agg(json_build_object('key', key, 'live', live, 'rebuilt', rebuilt)) filter (where ${differs}))[1:${MAX_DIFFERENCES}] as differences`

/** The rows of the live view beside the rebuilt ones. */
function liveRows(view: AnyView): string {
  const [table, key] = [tableOf(view), columnOf(view.key)]
  return `${summed('live_row is distinct from rebuilt_row')} from (
      select v.${key} as key, to_json(v) as live, to_jsonb(v) as live_row, r."row" as rebuilt,
        case when r."row" is not null then to_jsonb(json_populate_record(null::${table}, r."row")) end as rebuilt_row
      from (select * from ${table} where ${key} > $1 order by ${key} limit $2) v
      left join rebuilt_rows r on r.view = $3 and r.key = v.${key}
    ) page`
}

/** The rebuilt rows, and which of them the live view does not have. */
function rebuiltRows(view: AnyView): string {
  const [table, key] = [tableOf(view), columnOf(view.key)]
  return `${summed('not is_live')} from (
      select r.key, null::json as live, r."row" as rebuilt, v.${key} is not null as is_live
      from (select key, "row" from rebuilt_rows where view = $3 and key > $1 order by key limit $2) r
      left join ${table} v on v.${key} = r.key
    ) page`
}

async function comparison(query: Query, view: AnyView, pause: () => Promise<void>): Promise<Comparison> {
  const live = await summary(query, `compare_live_${view.name}`, liveRows(view), view, pause)
  const rebuilt = await summary(query, `compare_rebuilt_${view.name}`, rebuiltRows(view), view, pause)
  return {
    rows: rebuilt.rows,
    differing: live.differing + rebuilt.differing,
    differences: [...live.differences, ...rebuilt.differences].slice(0, MAX_DIFFERENCES),
  }
}

async function summary(
  query: Query,
  name: string,
  text: string,
  view: AnyView,
  pause: () => Promise<void>,
): Promise<Comparison> {
  const differences: Difference[] = []
  let [after, rows, differing]: [string, number, number] = ['', 0, 0]
  for (;;) {
    const [page] = await query<Page>(name, text, [after, PAGE_ROWS, view.name])
    if (!page || page.last === null) return { rows, differing, differences: differences.slice(0, MAX_DIFFERENCES) }
    rows += page.rows
    differing += page.differing
    if (differences.length < MAX_DIFFERENCES) differences.push(...(page.differences ?? []).map(toDifference))
    after = page.last
    await pause()
  }
}

const toDifference = ({ key, live, rebuilt }: NonNullable<Page['differences']>[number]): Difference => ({
  key,
  ...(live && { live: toRow(live) }),
  ...(rebuilt && { rebuilt: toRow(rebuilt) }),
})

const SWAPPED = 'update rebuilds set state = $3, swap = null where view = $1 and owner = $2'

async function swap(query: Query, build: Build, state: RebuildState, command: RecordedCommand): Promise<void> {
  await beOwner(query, build)
  await query('be_thorough', BE_THOROUGH)
  const { view, owner } = build
  for (const [index, text] of exchanges(view).entries()) await query(`swap_${view.name}_${index}`, text, [view.name])
  await query('swapped', SWAPPED, [view.name, owner, state])
  for (const part of insertCommands([command])) await query(...part)
}

/** Exchanges the rows that differ: the live table keeps its name, its rights and its other rows. */
function exchanges(view: AnyView): readonly string[] {
  const [table, key] = [tableOf(view), columnOf(view.key)]
  const populated = (row: string): string => `json_populate_record(null::${table}, ${row})`
  return [
    `update rebuilt_rows r set live = to_json(v), differs = true from ${table} v where r.view = $1 and r.key = v.${key}
      and to_jsonb(v) is distinct from to_jsonb(${populated('r."row"')})`,
    `update rebuilt_rows r set differs = true where view = $1 and not exists (select from ${table} v where v.${key} = r.key)`,
    `insert into rebuilt_rows (view, key, live, differs) select $1, v.${key}, to_json(v), true from ${table} v
      where not exists (select from rebuilt_rows r where r.view = $1 and r.key = v.${key})`,
    `delete from ${table} v using rebuilt_rows r where r.view = $1 and r.differs and v.${key} = r.key`,
    `insert into ${table} select p.* from rebuilt_rows r cross join lateral ${populated('r."row"')} p
      where r.view = $1 and r.differs and r."row" is not null`,
    'delete from rebuilt_rows where view = $1 and differs and live is null',
    'update rebuilt_rows set "row" = live, live = null, differs = false where view = $1 and differs',
  ]
}
