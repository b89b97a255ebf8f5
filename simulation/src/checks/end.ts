import { checkAtRest, type Facts, invariants } from '@bistro/oracle'
import type { Simulation } from '../simulation.ts'
import { checkMessages } from './messages.ts'
import { publicationFaults } from './published.ts'
import { remainsOf } from './rest.ts'
import { differencesOf } from './views.ts'

const ALL_ROWS = 1_000_000

/** Checks all eight invariants when the run is at rest, and that no work is left undone. */
export async function checkEnd(simulation: Simulation): Promise<void> {
  const facts = await factsOf(simulation)
  for (const invariant of invariants) simulation.report(invariant.check(facts))
  simulation.report(checkAtRest(await remainsOf(simulation)))
  checkMessages(simulation)
}

async function factsOf(simulation: Simulation): Promise<Facts> {
  const { sagas, accounts, evenings } = simulation.watch.book
  const failures = await simulation.sites.payment.database.store.rows('refund_failures', { limit: ALL_ROWS })
  const sites = await Promise.all(
    simulation.all.map(async (site) => ({
      publication: await publicationFaults(simulation, site),
      differences: await differencesOf(simulation, site),
    })),
  )
  return {
    ...{ ...simulation.live, nowMs: simulation.live.nowMs, isOver: true, sagas, accounts, evenings },
    ...{ pending: [], parked: [], lacks: [], waitingFor: () => [] },
    refundFailures: new Set(failures.map(({ orderId }) => String(orderId))),
    publication: sites.flatMap(({ publication }) => publication),
    differences: sites.flatMap(({ differences }) => differences),
  }
}
