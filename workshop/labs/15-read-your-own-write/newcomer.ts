import { arrange, ORDINARY, reserve } from '@bistro/client'
import type { Check } from '../../src/lab.ts'
import { consolePage } from '../../src/visit.ts'
import type { World } from '../../src/world.ts'

const HELD = 202

/** The same for a write: the reservation service has to know the guest first. */
export async function registerAndReserve(world: World, late: Parameters<World['breakOnPurpose']>[1]): Promise<Check> {
  world.tell('A guest registers and reserves at once, while the registration arrives late.')
  await world.breakOnPurpose('customer', late)
  const { status, body } = await reserve(world.manifest, await arrange(world.manifest, ORDINARY), ORDINARY)
  await world.mend('customer')
  return {
    what: 'A guest reserves right after registering',
    expected: '202 held',
    saw: `${status} ${status === HELD ? body.status : String(body.type).split('/').at(-1)}`,
    isRight: status === HELD,
    where: consolePage(world, '/reserve'),
  }
}
