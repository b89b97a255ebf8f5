import type { EventOf } from '@bistro/events'
import type { RecordedEvent } from '@bistro/kit'
import type { Report } from './books.ts'

interface Account {
  limit: number
  /** Reserved and due. */
  used: number
  readonly orders: Map<string, 'reserved' | 'released' | 'debited'>
}

/** Invariant 1: each CreditReserved fits the limit in force at its version, and each credit is given back or debited once. */
export class Accounts {
  readonly #accounts = new Map<string, Account>()
  readonly #report: Report

  constructor(report: Report) {
    this.#report = report
  }

  record({ type, data, stream, correlationId }: RecordedEvent): void {
    switch (type) {
      case 'CustomerRegistered':
      case 'CreditLimitChanged':
        return this.#limit(stream, (data as EventOf<'CreditLimitChanged'>['data']).creditLimit.amount)
      case 'CreditReserved':
        return this.#reserve(this.#accounts.get(stream)!, data as Credit, correlationId)
      case 'CreditReleased':
        return this.#end(this.#accounts.get(stream)!, data as Credit, 'released', correlationId)
      case 'CreditDebited':
        return this.#end(this.#accounts.get(stream)!, data as Credit, 'debited', correlationId)
    }
  }

  #limit(customerId: string, limit: number): void {
    const known = this.#accounts.get(customerId)
    if (known) known.limit = limit
    else this.#accounts.set(customerId, { limit, used: 0, orders: new Map() })
  }

  #reserve(account: Account, { orderId, amount }: Credit, saga: string | undefined): void {
    account.used += amount.amount
    if (account.orders.has(orderId)) this.#report(1, 'credit is reserved twice for one order', saga)
    if (account.used > account.limit)
      this.#report(1, `credit above the limit: ${account.used} of ${account.limit} are used`, saga)
    account.orders.set(orderId, 'reserved')
  }

  #end(account: Account, { orderId, amount }: Credit, end: 'released' | 'debited', saga: string | undefined): void {
    if (account.orders.get(orderId) !== 'reserved') this.#report(1, `credit is ${end} that is not reserved`, saga)
    if (end === 'released') account.used -= amount.amount
    account.orders.set(orderId, end)
  }
}

type Credit = EventOf<'CreditReserved'>['data']
