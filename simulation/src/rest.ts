import type { Simulation } from './simulation.ts'

/** After this time without activity, every process that has work has begun it. */
export const QUIET_MS = 400
/** Processes store gates that were held back, offsets and publication marks within a second or two. */
const REST_MS = 3_000
/** Every five seconds, the sweeper looks for outbox entries that are older than five seconds. */
const REST_WITH_OUTBOX_MS = 12_000
/** While a message waits for an earlier one, its reader reads the topic again at growing intervals. */
const REST_WITH_PARKED_MS = 100_000

/**
 * Called when nothing has happened for a while. If an event or a timer is due later, skips the time until then.
 * @returns whether the run is at rest: no event, timer or effect is left
 */
export async function isAtRest(simulation: Simulation): Promise<boolean> {
  const { agenda } = simulation
  const nextMs = await nextMoveMs(simulation)
  if (nextMs === undefined) return agenda.nowMs - agenda.stirredMs > (await restMs(simulation))
  if (nextMs - agenda.nowMs < QUIET_MS) return false
  agenda.skipTo(nextMs - 1)
  agenda.stir()
  return false
}

/** When the next event from outside, timer or effect is due. */
async function nextMoveMs({ agenda, all }: Simulation): Promise<number | undefined> {
  const moves = agenda.nextNewsMs === undefined ? [] : [agenda.nextNewsMs]
  for (const { database } of all) {
    const { nextInMs } = await database.store.claimDue(0)
    if (nextInMs !== undefined) moves.push(agenda.nowMs + nextInMs)
  }
  return moves.length > 0 ? Math.min(...moves) : undefined
}

async function restMs({ all }: Simulation): Promise<number> {
  const kept = await Promise.all(all.map(({ database: { store } }) => store.parked({ limit: 1 })))
  if (kept.some(({ length }) => length > 0)) return REST_WITH_PARKED_MS
  const outboxes = await Promise.all(all.map(({ database: { store } }) => store.unpublished(0, 1)))
  return outboxes.some((entries) => entries?.length) ? REST_WITH_OUTBOX_MS : REST_MS
}
