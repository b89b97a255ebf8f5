import type { EventOf } from '@bistro/events'
import type { RecordedEvent } from '@bistro/kit'
import type { Report } from './books.ts'

interface Deposit {
  readonly deposit: number
  captured: number
  refunded: number
}

/** Invariant 3 in payment's own books: 0 ≤ refunded ≤ captured ≤ deposit. */
export class Deposits {
  readonly #deposits = new Map<string, Deposit>()
  readonly #report: Report

  constructor(report: Report) {
    this.#report = report
  }

  record({ type, data, stream, correlationId }: RecordedEvent): void {
    const deposit = this.#deposits.get(stream)
    switch (type) {
      case 'PaymentRequested':
        this.#deposits.set(stream, { deposit: amountIn(data), captured: 0, refunded: 0 })
        return
      case 'PaymentProcessed':
        if (deposit) deposit.captured += amountIn(data)
        break
      case 'RefundRequested':
        if (deposit && deposit.captured === 0) deposit.captured = amountIn(data)
        break
      case 'PaymentRefunded':
      case 'PaymentRefundSettled':
        if (deposit) deposit.refunded += amountIn(data)
        break
      default:
        return
    }
    if (deposit && (deposit.captured > deposit.deposit || deposit.refunded > deposit.captured))
      this.#report(3, `payment's books: ${deposit.captured} captured, ${deposit.refunded} refunded`, correlationId)
  }
}

const amountIn = (data: object): number => (data as EventOf<'PaymentRequested'>['data']).amount.amount
