import type { World } from '../world.ts'
import { checkAgreement } from './agreement.ts'
import { checkPublished } from './published.ts'
import { checkRest } from './rest.ts'
import { checkViews } from './views.ts'

/** All eight invariants, when nothing moves any more. */
export async function checkEnd(world: World): Promise<void> {
  for (const reservationId of world.books.sagas) await checkAgreement(world, reservationId)
  for (const site of world.all) {
    await checkPublished(world, site)
    await checkViews(world, site)
    await checkRest(world, site)
  }
}
