import { type Arranged, call, type Manifest, routesOf } from '@bistro/client'
import { paymentIdOf } from '@bistro/events'
import { dataOf } from '@bistro/http-client'

interface Amount {
  readonly amount: number
}

/** What the services and the card provider say of one guest, one evening and some orders; in minor units. */
export interface LeftBehind {
  readonly creditReserved: number
  readonly balanceDue: number
  readonly seatsHeld: number
  readonly seatsConfirmed: number
  readonly captures: readonly number[]
  readonly refunds: readonly number[]
}

export async function leftBehind(
  manifest: Manifest,
  { customerId, eveningId }: Pick<Arranged, 'customerId' | 'eveningId'>,
  orderIds: readonly string[],
): Promise<LeftBehind> {
  const [account, evening, ledgers] = await Promise.all([
    dataOf(routesOf(manifest, 'customer').GET('/customers/{id}', { params: { path: { id: customerId } } })),
    dataOf(routesOf(manifest, 'reservation').GET('/evenings/{id}', { params: { path: { id: eveningId } } })),
    Promise.all(orderIds.map((orderId) => call(`${manifest.psp.url}/ledger?reference=${paymentIdOf(orderId)}`))),
  ])
  return {
    creditReserved: account.reserved.amount,
    balanceDue: account.balanceDue.amount,
    seatsHeld: evening.held,
    seatsConfirmed: evening.confirmed,
    captures: ledgers.flatMap(({ body }) => amounts(body.captures)),
    refunds: ledgers.flatMap(({ body }) => amounts(body.refunds)),
  }
}

const amounts = (entries: unknown): number[] => (entries as { amount: Amount }[]).map(({ amount }) => amount.amount)
