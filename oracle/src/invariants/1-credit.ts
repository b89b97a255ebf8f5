import type { Fact, Invariant, Violation } from '../facts.ts'

interface Account {
  limit: number
  reserved: number
  balanceDue: number
  /** What is reserved, by orderId. */
  readonly orders: Map<string, number>
  readonly violations: Violation[]
}

/** Every reservation of credit fitted the limit in force at its version, and each order's credit ended at most once. */
export const credit: Invariant = {
  number: 1,
  name: 'credit: reserved + balance due within the limit',
  check: ({ accounts }) => [...accounts.values()].flatMap(checkAccount),
}

function checkAccount(facts: readonly Fact[]): Violation[] {
  const account: Account = { limit: 0, reserved: 0, balanceDue: 0, orders: new Map(), violations: [] }
  for (const fact of facts) take(account, fact)
  return account.violations
}

function take(account: Account, fact: Fact): void {
  const { data, type } = fact
  const amount = data.amount?.amount ?? 0
  switch (type) {
    case 'CustomerRegistered':
    case 'CreditLimitChanged':
      account.limit = data.creditLimit?.amount ?? 0
      return
    case 'CreditReserved':
      return reserve(account, fact, amount)
    case 'CreditReleased':
      return end(account, fact, amount)
    case 'CreditDebited':
      account.balanceDue += amount
      return end(account, fact, amount)
  }
}

function reserve(account: Account, fact: Fact, amount: number): void {
  const used = account.reserved + account.balanceDue
  if (used + amount > account.limit)
    blame(account, fact, `${amount} was reserved where ${used} of ${account.limit} was used`)
  if (account.orders.has(orderOf(fact))) blame(account, fact, 'credit was reserved twice for one order')
  account.orders.set(orderOf(fact), amount)
  account.reserved += amount
}

function end(account: Account, fact: Fact, amount: number): void {
  const reserved = account.orders.get(orderOf(fact))
  if (reserved !== amount)
    blame(account, fact, `${fact.type} of ${amount} where ${reserved ?? 'nothing'} was reserved for the order`)
  account.orders.delete(orderOf(fact))
  account.reserved -= amount
}

const orderOf = ({ data }: Fact): string => data.orderId ?? ''

function blame({ violations }: Account, { stream, version, data }: Fact, what: string): void {
  const ids = { customerId: stream, version: String(version), ...(data.orderId && { orderId: data.orderId }) }
  violations.push({ invariant: credit.number, what, ids })
}
