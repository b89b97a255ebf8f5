import { arrange, ORDINARY, reserve, routesOf } from '@bistro/client'
import { dataOf, headersOf, tokenIn } from '@bistro/http-client'
import { CouldNotCheck, type World } from '@bistro/workshop'

/** The carrier does not serve this address, so the restaurant cancels. */
const NOT_SERVED = { ...ORDINARY, postcode: '00000' }
const SECONDS = 15
const NEXT = 'npm run stack -- status'

/** A reservation that the restaurant has cancelled, after it was confirmed. */
export interface Cancelled {
  readonly customerId: string
  readonly reservationId: string
  readonly orderId: string
}

export async function cancelledByTheRestaurant(world: World): Promise<Cancelled> {
  const { manifest } = world
  const arranged = await arrange(manifest, NOT_SERVED)
  const { status, body } = await reserve(manifest, arranged, NOT_SERVED)
  const { reservationId, orderId } = body as { reservationId?: string; orderId?: string }
  if (!reservationId || !orderId)
    throw new CouldNotCheck(`POST /reservations answered ${status}: ${JSON.stringify(body)}`, NEXT)
  const isOver = await world.until(async () => {
    const reservation = await routesOf(manifest, 'reservation').GET('/reservations/{id}', {
      params: { path: { id: reservationId } },
    })
    return reservation.data?.status === 'cancelled' || undefined
  }, SECONDS)
  if (!isOver) throw new CouldNotCheck(`The reservation ${reservationId} is not cancelled in time.`, NEXT)
  return { customerId: arranged.customerId, reservationId, orderId }
}

/** What the guest's page says of it, once the view has seen the cancellation. */
export async function statusInView(world: World, { customerId, reservationId }: Cancelled): Promise<string> {
  const { manifest } = world
  const { response } = await routesOf(manifest, 'reservation').GET('/reservations/{id}', {
    params: { path: { id: reservationId } },
  })
  const header = headersOf({ tokens: [tokenIn(response)] })
  const page = await dataOf(
    routesOf(manifest, 'customer').GET('/customers/{id}/reservations', {
      params: { path: { id: customerId }, header },
    }),
  )
  return page.items.find((item) => item.reservationId === reservationId)?.status ?? 'no row'
}
