import type { World } from './world.ts'

/** Gates that were kept back, offsets and what was published are stored within a second or two. */
export const QUIET_MS = 3_000
/** The sweeper looks every five seconds for what has waited for five. */
const QUIET_WITH_OUTBOX_MS = 12_000
/** A message that waits for an earlier one has its topic read again, at growing intervals. */
const QUIET_WITH_PARKED_MS = 100_000

/**
 * Nothing has moved for a while. Where something will, the time until then is skipped.
 * @returns whether nothing will ever move again
 */
export async function isAtRest(world: World): Promise<boolean> {
  const { agenda } = world
  const quietMs = agenda.nowMs - agenda.stirredMs
  if (quietMs <= QUIET_WITH_OUTBOX_MS && (await isSomethingUnpublished(world))) return false
  if (quietMs <= QUIET_WITH_PARKED_MS && (await isSomethingParked(world))) return false
  const nextMs = await nextMoveMs(world)
  if (nextMs === undefined) return true
  agenda.skipTo(nextMs - 1)
  agenda.stir()
  return false
}

async function isSomethingParked({ all }: World): Promise<boolean> {
  for (const { database } of all) if ((await database.store.parked({ limit: 1 })).length > 0) return true
  return false
}

async function isSomethingUnpublished({ all }: World): Promise<boolean> {
  for (const { database } of all) if ((await database.store.unpublished(0, 1))?.length) return true
  return false
}

/** When the world moves, or a timer or an effect of a service is due. */
async function nextMoveMs({ agenda, all }: World): Promise<number | undefined> {
  const moves = agenda.nextNewsMs === undefined ? [] : [agenda.nextNewsMs]
  for (const { database } of all) {
    const { nextInMs } = await database.store.claimDue(0)
    if (nextInMs !== undefined) moves.push(agenda.nowMs + nextInMs)
  }
  return moves.length > 0 ? Math.min(...moves) : undefined
}
