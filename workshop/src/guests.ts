import {
  type Answer,
  type Arranged,
  answerTo,
  call,
  type Manifest,
  reserve,
  routesOf,
  type Wishes,
} from '@bistro/client'
import { paymentIdOf } from '@bistro/events'
import type { Check } from './lab.ts'
import type { World } from './world.ts'

export const ACCEPTED = 202

/** A reservation that was accepted. */
export interface Booked {
  readonly reservationId: string
  readonly orderId: string
}

class Refused extends Error {}

/** Asks for seats. @throws where they are refused: `unlessRefused` makes a check of it */
export async function book({ manifest }: Pick<World, 'manifest'>, arranged: Arranged, wishes: Wishes): Promise<Booked> {
  const { status, body } = await reserve(manifest, arranged, wishes)
  if (status !== ACCEPTED) throw new Refused(`POST /reservations returned ${status}: ${JSON.stringify(body)}`)
  return { reservationId: String(body.reservationId), orderId: String(body.orderId) }
}

/** The checks, or the one that says that a guest cannot even reserve. */
export async function unlessRefused(world: World, checks: () => Promise<readonly Check[]>): Promise<readonly Check[]> {
  try {
    return await checks()
  } catch (error) {
    if (!(error instanceof Refused)) throw error
    return [
      {
        what: 'A guest can reserve',
        expected: `POST /reservations returns ${ACCEPTED}`,
        saw: error.message,
        isRight: false,
        where: consolePage(world, '/attention'),
      },
    ]
  }
}

/** The order as `GET /orders/:id` shows it; 404 before it is requested. */
export const orderOf = ({ manifest }: Pick<World, 'manifest'>, { orderId }: Pick<Booked, 'orderId'>): Promise<Answer> =>
  answerTo('GET /orders/{id}', () =>
    routesOf(manifest, 'order').GET('/orders/{id}', { params: { path: { id: orderId } } }),
  )

const ENDED = ['delivered', 'cancelled']

/** The order once it is delivered or cancelled; undefined where it is neither in time. */
export const endOf = (world: World, booked: Booked, seconds?: number): Promise<Answer | undefined> =>
  world.until(async () => {
    const order = await orderOf(world, booked)
    return ENDED.includes(String(order.body.status)) ? order : undefined
  }, seconds)

/** How often the card provider has charged for an order, and how often it has given money back. */
export async function ledgerOf(
  { manifest }: Pick<World, 'manifest'>,
  { orderId }: Pick<Booked, 'orderId'>,
): Promise<{ readonly charges: number; readonly refunds: number }> {
  const { body } = await call(ledgerAddress(manifest, orderId))
  return { charges: (body.captures as unknown[]).length, refunds: (body.refunds as unknown[]).length }
}

export const ledgerAddress = ({ psp }: Pick<Manifest, 'psp'>, orderId: string): string =>
  `${psp.url}/ledger?reference=${paymentIdOf(orderId)}`

/** A page of the console. */
export const consolePage = ({ manifest }: Pick<World, 'manifest'>, path: string): string =>
  `${manifest.gateway?.url ?? ''}${path}`

/** The console's page of a saga; of all where there is none. */
export const sagaPage = (world: Pick<World, 'manifest'>, booked?: Pick<Booked, 'reservationId'>): string =>
  consolePage(world, `/sagas/${booked?.reservationId ?? ''}`)

/** The cents of an amount of money as a service shows it. */
export const amountIn = (money: unknown): number => (money as { amount?: number } | undefined)?.amount ?? 0

export const euros = (cents: number): string => `${(cents / 100).toFixed(2)} EUR`

export const times = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`
