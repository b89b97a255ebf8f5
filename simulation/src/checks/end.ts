import type { Simulation } from '../simulation.ts'
import { checkAgreement } from './agreement.ts'
import { checkPublished } from './published.ts'
import { checkRest } from './rest.ts'
import { checkViews } from './views.ts'

/** All eight invariants, when nothing moves any more. */
export async function checkEnd(simulation: Simulation): Promise<void> {
  for (const reservationId of simulation.books.sagas) await checkAgreement(simulation, reservationId)
  for (const site of simulation.all) {
    await checkPublished(simulation, site)
    await checkViews(simulation, site)
    await checkRest(simulation, site)
  }
}
