import { NIL_STREAM } from '../model/unit-of-work.ts'
import type { Backlog, Counted } from '../runtime/store.ts'
import type { Tables } from './tables.ts'

/** Counts what waits in the tables. */
export function backlogOf({ pending, parked, now }: Tables): Backlog {
  const counted = (times: readonly number[]): Counted => ({
    count: times.length,
    oldestMs: times.length > 0 ? now() - times.reduce((a, b) => Math.min(a, b)) : 0,
  })
  const effects = [...pending.values()].filter(({ row }) => row.kind === 'effect')
  const failing = [...pending.values()].filter(({ row }) => row.lastError !== undefined)
  const rows = [...parked.values()]
  const waiting = rows.filter(({ value }) => value.message.stream !== NIL_STREAM)
  const gates = new Set(waiting.map(({ value }) => value.message.gate))
  return {
    failing: counted(failing.map(({ since }) => since)),
    effects: [...Map.groupBy(effects, ({ row }) => row.name)].map(([name, list]) => ({
      name,
      ...counted(list.map(({ since }) => since)),
    })),
    parked: [...Map.groupBy(rows, ({ value }) => `${value.reason} ${value.message.source}`).values()].map((list) => ({
      reason: list[0]!.value.reason,
      source: list[0]!.value.message.source,
      ...counted(list.map(({ at }) => at)),
    })),
    gates: { ...counted(waiting.map(({ at }) => at)), count: gates.size },
  }
}
