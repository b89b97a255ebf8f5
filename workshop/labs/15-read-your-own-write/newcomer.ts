import { arrange, ORDINARY, reserve } from '@bistro/client'
import { ACCEPTED, type Check, consolePage, type World } from '@bistro/workshop'

/** The same for a write: the reservation service has to know the guest first. */
export async function registerAndReserve(world: World, late: Parameters<World['breakOnPurpose']>[1]): Promise<Check> {
  world.tell('A guest registers and reserves at once, while the registration arrives late.')
  await world.breakOnPurpose('customer', late)
  const { status, body } = await reserve(world.manifest, await arrange(world.manifest, ORDINARY), ORDINARY)
  await world.mend('customer')
  return {
    what: 'A guest reserves right after registering',
    expected: '202 held',
    saw: `${status} ${status === ACCEPTED ? body.status : String(body.type).split('/').at(-1)}`,
    isRight: status === ACCEPTED,
    where: consolePage(world, '/reserve'),
  }
}
