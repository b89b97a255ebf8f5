import type { Fact, Ledger, Saga } from './facts.ts'
import { factsOf } from './saga.ts'

/** Minor units of one deposit, as the services have written it down. */
export interface Books {
  readonly deposit: number
  readonly captured: number
  readonly refunded: number
  /** Given back by an operator, outside the provider. */
  readonly settled: number
}

/** Where only a void found the money, RefundRequested is the first to tell of it. */
export function booksOf(saga: Saga): Books {
  const [order] = factsOf(saga, 'OrderRequested')
  const captures = factsOf(saga, 'PaymentProcessed')
  const [first = factsOf(saga, 'RefundRequested')[0]] = captures
  const refunds = factsOf(saga, 'PaymentRefunded')
  return {
    deposit: order?.data.deposit?.amount ?? 0,
    captured: captures.length > 1 ? total(captures.map(({ data }) => data.amount)) : (first?.data.amount?.amount ?? 0),
    refunded: total(refunds.map(({ data }) => data.amount)),
    settled: total(settlementsOf(saga).map(({ data }) => data.amount)),
  }
}

export const settlementsOf = (saga: Saga): Fact[] => factsOf(saga, 'PaymentRefundSettled')

export const movedBy = ({ captures, refunds }: Ledger): Pick<Books, 'captured' | 'refunded'> => ({
  captured: total(captures),
  refunded: total(refunds),
})

const total = (amounts: readonly ({ readonly amount: number } | undefined)[]): number =>
  amounts.reduce((sum, money) => sum + (money?.amount ?? 0), 0)
