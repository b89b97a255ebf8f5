import type { Remains } from '@bistro/oracle/endings'
import type { Arranged } from '../guest/guest.ts'
import { type Answer, answerTo, Unavailable } from '../guest/http.ts'
import type { Manifest } from '../manifest.ts'
import { routesOf } from '../routes.ts'
import { availableAnswer } from './retry.ts'

const NOT_FOUND_STATUS = 404

export interface Saga extends Arranged {
  readonly seats: number
  readonly orderId: string | undefined
}

/** What a saga has left behind that it should not have, or has not kept that it should: asked of the services over HTTP. */
export async function faultsIn(manifest: Manifest, saga: Saga, remains: Remains): Promise<string[]> {
  try {
    const faults = await Promise.all([
      creditFault(manifest, saga, remains),
      seatsFault(manifest, saga, remains),
      moneyFault(manifest, saga, remains),
    ])
    return faults.filter((fault) => fault !== undefined)
  } catch (error) {
    if (error instanceof Unavailable) return [error.message]
    throw error
  }
}

type Fault = Promise<string | undefined>

async function creditFault(manifest: Manifest, { customerId, orderId }: Saga, { credit }: Remains): Fault {
  const { body } = await read('GET /customers/{id}', () =>
    routesOf(manifest, 'customer').GET('/customers/{id}', at(customerId)),
  )
  const due = credit === 'debited' ? amountIn((await order(manifest, orderId)).body.balance) : 0
  const [reserved, balanceDue] = [amountIn(body.reserved), amountIn(body.balanceDue)]
  return reserved === 0 && balanceDue === due
    ? undefined
    : `credit: reserved ${reserved}, due ${balanceDue} instead of ${due}`
}

async function seatsFault(manifest: Manifest, { eveningId, ...saga }: Saga, { seats }: Remains): Fault {
  const { body } = await read('GET /evenings/{id}', () =>
    routesOf(manifest, 'reservation').GET('/evenings/{id}', at(eveningId)),
  )
  const expected = seats === 'taken' ? saga.seats : 0
  return body.held === 0 && body.confirmed === expected
    ? undefined
    : `seats: held ${body.held}, confirmed ${body.confirmed} instead of ${expected}`
}

async function moneyFault(manifest: Manifest, { orderId }: Saga, { money }: Remains): Fault {
  if (!orderId) return undefined
  const { status, body } = await read('GET /payments/{orderId}', () =>
    routesOf(manifest, 'payment').GET('/payments/{orderId}', { params: { path: { orderId } } }),
  )
  const isUnknown = status === NOT_FOUND_STATUS
  const held = isUnknown ? 0 : amountIn(body.captured) - amountIn(body.refunded)
  const expected = money !== 'none' ? amountIn((await order(manifest, orderId)).body.deposit) : 0
  const isListed = body.status === 'refund_failed'
  if (isListed !== (money === 'owed')) return isUnknown ? 'money: no payment' : `money: the payment is ${body.status}`
  return held === expected ? undefined : `money: ${held} held instead of ${expected}`
}

const order = (manifest: Manifest, orderId: string | undefined): Promise<Answer> =>
  read('GET /orders/{id}', () => routesOf(manifest, 'order').GET('/orders/{id}', at(String(orderId))))

const at = (id: string) => ({ params: { path: { id } } })

const read = async (what: string, ask: Parameters<typeof answerTo>[1]): Promise<Answer> =>
  availableAnswer(what, await answerTo(what, ask))

const amountIn = (money: unknown): number => (money as { amount?: number } | undefined)?.amount ?? 0
