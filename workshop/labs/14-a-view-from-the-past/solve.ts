import { operatorRoutesOf } from '@bistro/client'
import { dataOf } from '@bistro/http-client'
import { CouldNotCheck, type World } from '@bistro/workshop'
import { type Cancelled, cancelledByTheRestaurant } from './guest.ts'

const params = { path: { view: 'customer_reservations' } }

/** What a learner does beside the code: the view is built again and swapped in, and the questions are answered. */
export async function solve(world: World): Promise<Readonly<Record<string, string>>> {
  const cancelled = await cancelledByTheRestaurant(world)
  await rebuild(world)
  return { reservation: cancelled.reservationId, reserved: String(await reservedBefore(world, cancelled)) }
}

async function rebuild(world: World): Promise<void> {
  const customer = operatorRoutesOf(world.manifest, 'customer')
  const rebuiltView = async () => {
    const { items } = await dataOf(customer.GET('/views'))
    return items.find(({ view }) => view === params.path.view)?.rebuild
  }
  await dataOf(customer.POST('/views/{view}/rebuild', { params }))
  const ended = await world.until(async () => ((await rebuiltView())?.status === 'running' ? undefined : true))
  await dataOf(
    customer.POST('/views/{view}/swap', { params, body: { why: 'A cancellation by the restaurant was missed.' } }),
  )
  const swapped = await world.until(async () => (await rebuiltView())?.swappedAt)
  if (!ended || !swapped) throw new CouldNotCheck('The view was not built again in time.', 'npm run stack -- status')
}

/** Asked of the service itself: the verification computes it from the events. */
async function reservedBefore({ manifest }: World, { customerId, orderId }: Cancelled): Promise<number> {
  const order = await dataOf(
    operatorRoutesOf(manifest, 'order').GET('/streams/{id}', { params: { path: { id: orderId } } }),
  )
  const time = order.events.find(({ type }) => type === 'OrderCancelled')?.time ?? ''
  const at = new Date(Date.parse(time) - 1).toISOString()
  const account = await dataOf(
    operatorRoutesOf(manifest, 'customer').GET('/streams/{id}', {
      params: { path: { id: customerId }, query: { at } },
    }),
  )
  return (account.state as { reserved: number }).reserved
}
