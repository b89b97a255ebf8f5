import type { Remains } from '@bistro/oracle/endings'
import type { Arranged } from '../guest/guest.ts'
import { type Answer, call, Unavailable } from '../guest/http.ts'
import type { Manifest } from '../manifest.ts'
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

async function creditFault({ services }: Manifest, { customerId, orderId }: Saga, { credit }: Remains): Fault {
  const { body } = await read(`${services.customer.url}/customers/${customerId}`)
  const due = credit === 'debited' ? amountIn((await order(services.order.url, orderId)).body.balance) : 0
  const [reserved, balanceDue] = [amountIn(body.reserved), amountIn(body.balanceDue)]
  return reserved === 0 && balanceDue === due
    ? undefined
    : `credit: reserved ${reserved}, due ${balanceDue} instead of ${due}`
}

async function seatsFault({ services }: Manifest, { eveningId, ...saga }: Saga, { seats }: Remains): Fault {
  const { body } = await read(`${services.reservation.url}/evenings/${eveningId}`)
  const expected = seats === 'taken' ? saga.seats : 0
  return body.held === 0 && body.confirmed === expected
    ? undefined
    : `seats: held ${body.held}, confirmed ${body.confirmed} instead of ${expected}`
}

async function moneyFault({ services }: Manifest, { orderId }: Saga, { money }: Remains): Fault {
  if (!orderId) return undefined
  const { status, body } = await read(`${services.payment.url}/payments/${orderId}`)
  const isUnknown = status === NOT_FOUND_STATUS
  const held = isUnknown ? 0 : amountIn(body.captured) - amountIn(body.refunded)
  const expected = money !== 'none' ? amountIn((await order(services.order.url, orderId)).body.deposit) : 0
  const isListed = body.status === 'refund_failed'
  if (isListed !== (money === 'owed')) return isUnknown ? 'money: no payment' : `money: the payment is ${body.status}`
  return held === expected ? undefined : `money: ${held} held instead of ${expected}`
}

const order = (orderUrl: string, orderId: string | undefined): Promise<Answer> => read(`${orderUrl}/orders/${orderId}`)

const read = async (url: string): Promise<Answer> => availableAnswer(url, await call(url))

const amountIn = (money: unknown): number => (money as { amount?: number } | undefined)?.amount ?? 0
