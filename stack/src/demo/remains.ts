import type { Arranged } from '../guest/guest.ts'
import { type Answer, call } from '../guest/http.ts'
import type { Manifest } from '../manifest.ts'
import type { Ending } from './endings.ts'

const NOT_FOUND_STATUS = 404

export interface Saga extends Arranged {
  readonly ending: Ending
  readonly orderId: string | undefined
}

/** What a saga has left behind that it should not have, or has not kept that it should: asked of the services over HTTP. */
export async function faultsIn(manifest: Manifest, saga: Saga): Promise<string[]> {
  const faults = await Promise.all([
    creditFault(manifest, saga),
    seatsFault(manifest, saga),
    moneyFault(manifest, saga),
  ])
  return faults.filter((fault) => fault !== undefined)
}

async function creditFault({ services }: Manifest, { customerId, orderId, ending }: Saga): Promise<string | undefined> {
  const { body } = await call(`${services.customer.url}/customers/${customerId}`)
  const due =
    ending.remains.credit === 'debited' ? amountIn((await order(services.order.url, orderId)).body.balance) : 0
  const [reserved, balanceDue] = [amountIn(body.reserved), amountIn(body.balanceDue)]
  return reserved === 0 && balanceDue === due
    ? undefined
    : `credit: reserved ${reserved}, due ${balanceDue} instead of ${due}`
}

async function seatsFault({ services }: Manifest, { eveningId, ending }: Saga): Promise<string | undefined> {
  const { body } = await call(`${services.reservation.url}/evenings/${eveningId}`)
  const expected = ending.remains.seats === 'taken' ? ending.wishes.seats : 0
  return body.held === 0 && body.confirmed === expected
    ? undefined
    : `seats: held ${body.held}, confirmed ${body.confirmed} instead of ${expected}`
}

async function moneyFault({ services }: Manifest, { orderId, ending }: Saga): Promise<string | undefined> {
  if (!orderId) return undefined
  const { status, body } = await call(`${services.payment.url}/payments/${orderId}`)
  const held = status === NOT_FOUND_STATUS ? 0 : amountIn(body.captured) - amountIn(body.refunded)
  const expected =
    ending.remains.money !== 'none' ? amountIn((await order(services.order.url, orderId)).body.deposit) : 0
  const isListed = body.status === 'refund_failed'
  if (isListed !== (ending.remains.money === 'owed')) return `money: the payment is ${String(body.status)}`
  return held === expected ? undefined : `money: ${held} held instead of ${expected}`
}

const order = (orderUrl: string, orderId: string | undefined): Promise<Answer> => call(`${orderUrl}/orders/${orderId}`)

const amountIn = (money: unknown): number => (money as { amount?: number } | undefined)?.amount ?? 0
