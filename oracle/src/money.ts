import type { Fact, Ledger, Saga } from './facts.ts'
import { factsOf } from './saga.ts'

/** One deposit in minor units, as the services' events record it. */
export interface Books {
  readonly deposit: number
  readonly captured: number
  readonly refunded: number
  /** Given back by an operator, outside the provider. */
  readonly settled: number
}

/** If only a void found the captured money, RefundRequested is the first event that shows it. */
export function booksOf(saga: Saga): Books {
  const [order] = factsOf(saga, 'OrderRequested')
  const captures = factsOf(saga, 'PaymentProcessed')
  return {
    deposit: order?.data.deposit?.amount ?? 0,
    captured: total(captures.length > 0 ? captures : factsOf(saga, 'RefundRequested').slice(0, 1)),
    refunded: total(factsOf(saga, 'PaymentRefunded')),
    settled: total(settlementsOf(saga)),
  }
}

export const settlementsOf = (saga: Saga): Fact[] => factsOf(saga, 'PaymentRefundSettled')

export const movedBy = ({ captures, refunds }: Ledger): Pick<Books, 'captured' | 'refunded'> => ({
  captured: sum(captures),
  refunded: sum(refunds),
})

/** The part of the guest's money that was not given back: by the provider's ledger if it is known. */
export function keptOf(saga: Saga, ledger: Ledger | undefined): number {
  const books = booksOf(saga)
  const { captured, refunded } = ledger ? movedBy(ledger) : books
  return captured - refunded - books.settled
}

const total = (facts: readonly Fact[]): number => sum(facts.map(({ data }) => data.amount?.amount ?? 0))

const sum = (amounts: readonly number[]): number => amounts.reduce((all, amount) => all + amount, 0)
