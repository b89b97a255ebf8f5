import { checkAtRest, type Facts, invariants } from '@bistro/oracle'
import type { World } from '../world.ts'
import { publicationFaults } from './published.ts'
import { remainsOf } from './rest.ts'
import { differencesOf } from './views.ts'

const ALL_ROWS = 1_000_000

/** All eight invariants, when nothing moves any more; and what is left undone. */
export async function checkEnd(world: World): Promise<void> {
  const facts = await factsOf(world)
  for (const invariant of invariants) world.report(invariant.check(facts))
  world.report(checkAtRest(await remainsOf(world)))
}

async function factsOf(world: World): Promise<Facts> {
  const { sagas, accounts, evenings } = world.watch.book
  const failures = await world.sites.payment.database.store.rows('refund_failures', { limit: ALL_ROWS })
  const sites = await Promise.all(
    world.all.map(async (site) => ({
      publication: await publicationFaults(world, site),
      differences: await differencesOf(world, site),
    })),
  )
  return {
    ...{ ...world.live, nowMs: world.live.nowMs, isOver: true, sagas, accounts, evenings },
    ...{ owed: [], parked: [], lacks: [], waitingFor: () => [] },
    refundFailures: new Set(failures.map(({ orderId }) => String(orderId))),
    publication: sites.flatMap(({ publication }) => publication),
    differences: sites.flatMap(({ differences }) => differences),
  }
}
