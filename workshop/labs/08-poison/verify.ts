import { cancel, ORDINARY, operatorRoutesOf, routesOf } from '@bistro/client'
import {
  type Check,
  CouldNotCheck,
  consolePage,
  endOf,
  orderOf,
  sagaPage,
  type Visit,
  visit,
  type World,
} from '@bistro/workshop'
import { leftOver } from './left-over.ts'
import { parkedIn } from './retry.ts'

const DAY_MS = 86_400_000
const DAY_LENGTH = 'YYYY-MM-DD'.length

export async function verify(world: World): Promise<readonly Check[]> {
  world.tell('A guest reserves for the twentieth of a month, another one for the first.')
  const [first, twentieth] = [dayOfMonth(1), dayOfMonth(20)]
  const [other, guest] = await Promise.all([visitOn(world, twentieth), visitOn(world, first)])
  const rest: Check = await deliveryOf(world, other, 'The orders of other days go on')
  if (!rest.isRight) return [rest]
  const { saw, deliverBy } = await parcelOf(world, guest)
  const parcel: Check = {
    what: 'An order for the first of a month gets its parcel',
    expected: 'a parcel',
    saw,
    isRight: deliverBy !== undefined,
    where: consolePage(world, '/attention'),
  }
  if (deliverBy === undefined) return [rest, parcel]
  const dayBefore = new Date(Date.parse(first) - DAY_MS).toISOString().slice(0, DAY_LENGTH)
  const due: Check = {
    what: 'The parcel is due the day before the evening',
    expected: `due on ${dayBefore}`,
    saw: `due on ${deliverBy}`,
    isRight: deliverBy === dayBefore,
    where: sagaPage(world, guest),
  }
  if (!due.isRight) return [rest, parcel, due]
  const delivery = await deliveryOf(world, guest, 'It is delivered')
  return [rest, parcel, due, delivery, ...(await leftOver(world))]
}

/** A day at least two months ahead: the evening, in the evening. */
function dayOfMonth(day: number): string {
  const now = new Date()
  return new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + 3, day, 19)).toISOString()
}

async function visitOn(world: World, date: string): Promise<Visit> {
  const { data, response } = await routesOf(world.manifest, 'reservation').POST('/evenings', {
    body: {
      ...{ title: `An evening on ${date.slice(0, DAY_LENGTH)}`, date, seats: 2, depositPercent: 30 },
      pricePerSeat: { amount: 6_500, currency: 'EUR' },
      kits: [{ sku: ORDINARY.sku, name: 'Tasting menu', price: { amount: 4_000, currency: 'EUR' } }],
    },
  })
  if (!data) throw new CouldNotCheck(`POST /evenings answers ${response.status}.`, 'npm run lab -- start')
  return visit(
    world,
    {},
    { eveningId: data.eveningId, tokens: [response.headers.get('consistency-token') ?? undefined] },
  )
}

/** Its parcel, or what is there in its place. A guest whose order waits for too long cancels it. */
async function parcelOf(world: World, guest: Visit): Promise<{ readonly saw: string; readonly deliverBy?: string }> {
  const found = await world.until(async () => {
    const deliverBy = await deliverByOf(world, guest)
    if (deliverBy !== undefined) return { saw: 'a parcel', deliverBy }
    const isParked = (await parkedIn(world)).some(({ streamId }) => streamId === guest.orderId)
    return isParked ? { saw: 'no parcel: shipping has parked the message that asks for it' } : undefined
  })
  if (found?.deliverBy === undefined) await loseHope(world, guest)
  return found ?? { saw: 'no parcel, and no message that waits: shipping took it, and nothing came of it' }
}

async function loseHope(world: World, guest: Visit): Promise<void> {
  world.tell('The guest has waited long enough, and cancels.')
  await cancel(world.manifest, guest.reservationId)
  await world.until(async () => {
    const behind = (await parkedIn(world)).filter(({ streamId }) => streamId === guest.orderId)
    return behind.length > 1 || undefined
  }, 3)
}

async function deliverByOf({ manifest }: World, { orderId }: Visit): Promise<string | undefined> {
  const params = { path: { id: orderId } }
  const { data } = await operatorRoutesOf(manifest, 'shipping').GET('/streams/{id}', { params })
  const scheduled = data?.events.find(({ type }) => type === 'ShipmentScheduled')
  return (scheduled?.data as { readonly deliverBy?: string } | undefined)?.deliverBy
}

async function deliveryOf(world: World, guest: Visit, what: string): Promise<Check> {
  const { body } = (await endOf(world, guest)) ?? (await orderOf(world, guest))
  const saw = String(body.status)
  return { what, expected: 'delivered', saw, isRight: saw === 'delivered', where: sagaPage(world, guest) }
}
