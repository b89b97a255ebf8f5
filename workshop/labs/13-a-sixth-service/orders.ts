import { type Arranged, arrange, ORDINARY, routesOf, type Wishes } from '@bistro/client'
import { tokenIn } from '@bistro/http-client'
import { book, CouldNotCheck, type World } from '@bistro/workshop'

export const newGuest = ({ manifest }: World, wishes: Partial<Wishes>): Promise<Arranged> =>
  arrange(manifest, { ...ORDINARY, ...wishes })

/**
 * Makes an order for each guest, and waits until all have ended as they should.
 * @returns tokens with which a reader waits until it has heard of these ends @throws CouldNotCheck where they end otherwise
 */
export async function endings(world: World, guests: readonly Arranged[], wanted: readonly string[]): Promise<string> {
  const ids: string[] = []
  for (const guest of guests) ids.push((await book(world, guest, ORDINARY)).orderId)
  const look = () => Promise.all(ids.map((id) => lookAt(world, id)))
  const statuses = (orders: readonly Order[]): string => orders.map(({ status }) => status).join(', ')
  const ended = await world.until(
    async () => [await look()].find((orders) => statuses(orders) === wanted.join(', ')),
    30,
  )
  if (ended) return ended.map(({ token }) => token).join()
  const found = statuses(await look())
  throw new CouldNotCheck(`Orders should be ${wanted.join(', ')}, and are ${found}.`, 'npm run saga -- --open')
}

interface Order {
  readonly status: string | undefined
  readonly token: string | undefined
}

async function lookAt({ manifest }: World, id: string): Promise<Order> {
  const { data, response } = await routesOf(manifest, 'order').GET('/orders/{id}', { params: { path: { id } } })
  return { status: data?.status, token: tokenIn(response) }
}
