import type { Simulation } from './simulation.ts'

/** Whoever can do something has begun by then. */
export const QUIET_MS = 400
/** Gates that were kept back, offsets and what was published are stored within a second or two. */
const REST_MS = 3_000
/** The sweeper looks every five seconds for what has waited for five. */
const REST_WITH_OUTBOX_MS = 12_000
/** A message that waits for an earlier one has its topic read again, at growing intervals. */
const REST_WITH_PARKED_MS = 100_000

/**
 * Nothing has moved for a while. Where something will, the time until then is skipped: what is due meanwhile is done once.
 * @returns whether nothing will ever move again
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

/** When the world moves, or a timer or an effect of a service is due. */
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
