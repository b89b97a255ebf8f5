import type { Check, World } from '@bistro/workshop'
import { changedProducers, rightsOf } from './bystanders.ts'
import { deliveredTo, loyaltyOf } from './loyalty.ts'
import { endings, newGuest } from './orders.ts'

export const THERE = 'A service loyalty runs beside the others'
const COUNTS = 'Two delivered orders count as 2'
export const COUNTS_DELIVERED = 'An order that was confirmed, but never delivered, counts as nothing'
const RIGHTS = 'loyalty reads the topics of order, its first one and its later one, and writes none'
const UNCHANGED = 'No other service has changed'

const NOT_SERVED = '00000'

export async function verify(world: World): Promise<readonly Check[]> {
  const loyalty = loyaltyOf(world.manifest)
  const there = isThere(world, loyalty)
  if (!loyalty) return [there]
  world.tell('A guest gets two orders, another one gets none')
  const [guest, unserved] = await Promise.all([newGuest(world, {}), newGuest(world, { postcode: NOT_SERVED })])
  const tokens = await endings(world, [guest, guest, unserved], ['delivered', 'delivered', 'cancelled'])
  const counts = await deliveredTo(world, loyalty, { customerId: guest.customerId, tokens })
  const none = await deliveredTo(world, loyalty, { customerId: unserved.customerId, tokens })
  const where = (id: string): string => `${loyalty.url}/delivered/${id}`
  return [
    there,
    { what: COUNTS, expected: '2', saw: counts, isRight: counts === '2', where: where(guest.customerId) },
    { what: COUNTS_DELIVERED, expected: '0', saw: none, isRight: none === '0', where: where(unserved.customerId) },
    await hasRights(world),
    isUnchanged(world),
  ]
}

function isThere({ manifest }: World, loyalty: object | undefined): Check {
  return {
    what: THERE,
    expected: 'loyalty among the services of the stack',
    saw: `services: ${Object.keys(manifest.services).join(', ')}`,
    isRight: loyalty !== undefined,
    where: 'npm run stack -- status, and the wall of the console',
  }
}

const READS = 'reads bistro.order.v1, bistro.order.v2; writes nothing'

async function hasRights({ manifest }: World): Promise<Check> {
  const saw = await rightsOf(manifest, 'loyalty')
  return {
    what: RIGHTS,
    expected: READS,
    saw,
    isRight: saw === READS,
    where: 'services/loyalty/src/service.ts: topics and access rules follow from it',
  }
}

function isUnchanged({ path }: World): Check {
  const changed = changedProducers(path)
  return {
    what: UNCHANGED,
    expected: 'no change in the other services and in their events',
    saw: changed.length > 0 ? `changed: ${changed.join(', ')}` : 'no change in the other services and in their events',
    isRight: changed.length === 0,
    where: 'npm run lab -- diff',
  }
}
