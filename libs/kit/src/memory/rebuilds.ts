import { foldRows, keysOf, type Replayed, sequence } from '../model/rebuild.ts'
import { pairKey, splitKey } from '../model/unit-of-work.ts'
import type { AnyView, Row } from '../model/view.ts'
import {
  ALIVE_MS,
  type Build,
  type Comparison,
  type Difference,
  MAX_DIFFERENCES,
  NotOwner,
  type RebuildState,
  type Rebuilds,
  type Still,
  type SwapOrder,
} from '../runtime/rebuild/port.ts'
import type { Tables } from './tables.ts'

/** A view built again, by the name of the view in `Tables.rebuilds`. */
export interface Rebuilt {
  readonly owner: string
  aliveAt: number
  state: RebuildState
  swap: SwapOrder | undefined
  readonly rows: Map<string, Row>
  /** The last version taken, by gate. */
  readonly gates: Map<string, number>
}

export function rebuildsOn(tables: Tables): Rebuilds {
  const isAlive = ({ aliveAt }: Rebuilt): boolean => aliveAt > tables.now() - ALIVE_MS
  const isRunning = (rebuilt: Rebuilt): boolean => rebuilt.state.status === 'running' && isAlive(rebuilt)
  const ownedBy = ({ view, owner }: Build): Rebuilt => {
    const rebuilt = tables.rebuilds.get(view.name)
    if (rebuilt?.owner !== owner) throw new NotOwner(`another process builds ${view.name} now`)
    return rebuilt
  }
  return {
    all: async () =>
      [...tables.rebuilds].map(([view, rebuilt]) => ({ view, state: rebuilt.state, isAlive: isAlive(rebuilt) })),
    begin: async ({ view, owner }, state) => {
      if ([...tables.rebuilds.values()].some(isRunning)) return false
      const nothing = { swap: undefined, rows: new Map(), gates: new Map() }
      tables.rebuilds.set(view.name, { owner, aliveAt: tables.now(), state, ...nothing })
      return true
    },
    clear: async (build) => {
      const { rows, gates } = ownedBy(build)
      rows.clear()
      gates.clear()
      return false
    },
    report: async (build, state) => Object.assign(ownedBy(build), { aliveAt: tables.now(), state }).swap,
    release: async (build, state) =>
      void Object.assign(ownedBy(build), { aliveAt: Number.NEGATIVE_INFINITY, state, swap: undefined }),
    orderSwap: async (view, swap) => void Object.assign(tables.rebuilds.get(view) ?? {}, { swap }),
    stored: async ({ position, gaps }, limit) => {
      const events = tables.events.slice(position, position + limit)
      return { events, mark: { position: position + events.length, gaps } }
    },
    storedTotal: async () => tables.events.length,
    fold: async (build, events, overGaps) => fold(tables, build.view, ownedBy(build), events, overGaps),
    still: (build, work) => tables.whileStill(() => work(stillOf(tables, build.view, () => ownedBy(build)))),
  }
}

function fold(
  tables: Tables,
  view: AnyView,
  { rows, gates }: Rebuilt,
  events: readonly Replayed[],
  overGaps: boolean,
): readonly Replayed[] {
  const { next, rest } =
    view.source === 'own'
      ? { next: events, rest: [] }
      : sequence(events, { built: gates, live: tables.gates }, overGaps)
  const before = new Map(keysOf(view, next).map((key) => [key, rows.get(key) ?? null]))
  for (const [key, row] of foldRows(view, next, before))
    if (row) rows.set(key, row)
    else rows.delete(key)
  for (const { gate, version } of next) gates.set(gate, version)
  return rest
}

function stillOf(tables: Tables, view: AnyView, owned: () => Rebuilt): Still {
  return {
    look: async () => {
      const comparison = compare(liveRows(tables, view), owned().rows)
      return { compare: async () => comparison }
    },
    swap: async (state, command) => {
      const rebuilt = owned()
      const live = liveRows(tables, view)
      for (const key of live.keys()) tables.rows.delete(pairKey(view.name, key))
      for (const [key, row] of rebuilt.rows) tables.rows.set(pairKey(view.name, key), row)
      rebuilt.rows.clear()
      for (const [key, row] of live) rebuilt.rows.set(key, row)
      Object.assign(rebuilt, { state, swap: undefined })
      tables.commands.push(command)
    },
  }
}

const liveRows = (tables: Tables, view: AnyView): Map<string, Row> =>
  new Map(
    [...tables.rows].flatMap(([key, row]) => {
      const [name, own] = splitKey(key)
      return name === view.name ? [[own, row] as const] : []
    }),
  )

function compare(live: ReadonlyMap<string, Row>, rebuilt: ReadonlyMap<string, Row>): Comparison {
  const keys = [...new Set([...live.keys(), ...rebuilt.keys()])].sort()
  const all = keys.flatMap((key) => differenceAt(key, live.get(key), rebuilt.get(key)) ?? [])
  return { rows: rebuilt.size, differing: all.length, differences: all.slice(0, MAX_DIFFERENCES) }
}

function differenceAt(key: string, live: Row | undefined, rebuilt: Row | undefined): Difference | undefined {
  if (live && rebuilt && canonical(live) === canonical(rebuilt)) return undefined
  return { key, ...(live && { live }), ...(rebuilt && { rebuilt }) }
}

/** As JSON with sorted fields, as the database compares rows. */
const canonical = (row: Row): string =>
  JSON.stringify(row, (_, value: unknown) =>
    value !== null && typeof value === 'object' && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1)))
      : value,
  )
