import { type Arranged, call, type Manifest } from '@bistro/client'
import { paymentIdOf } from '@bistro/events'

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
  const { customer, reservation } = manifest.services
  const [account, evening, ...ledgers] = await Promise.all([
    call(`${customer.url}/customers/${customerId}`),
    call(`${reservation.url}/evenings/${eveningId}`),
    ...orderIds.map((orderId) => call(`${manifest.psp.url}/ledger?reference=${paymentIdOf(orderId)}`)),
  ])
  return {
    creditReserved: (account.body.reserved as Amount).amount,
    balanceDue: (account.body.balanceDue as Amount).amount,
    seatsHeld: evening.body.held as number,
    seatsConfirmed: evening.body.confirmed as number,
    captures: ledgers.flatMap(({ body }) => amounts(body.captures)),
    refunds: ledgers.flatMap(({ body }) => amounts(body.refunds)),
  }
}

const amounts = (entries: unknown): number[] => (entries as { amount: Amount }[]).map(({ amount }) => amount.amount)
