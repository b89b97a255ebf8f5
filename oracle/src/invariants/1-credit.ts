import type { Fact, Fold, Invariant, Violation } from '../facts.ts'

interface Account {
  limit: number
  reserved: number
  balanceDue: number
  /** What is reserved, by orderId. */
  readonly orders: Map<string, number>
}

const NUMBER = 1

/** Every reservation of credit fits the limit in force at its version, and each order's credit ends at most once. */
export const credit: Invariant = {
  number: NUMBER,
  name: 'credit: reserved + balance due within the limit',
  check: ({ accounts }) => [...accounts.values()].flatMap((facts) => facts.flatMap(beginAccount())),
  folds: { subjectOf: ({ service, stream }) => (service === 'customer' ? stream : undefined), begin: beginAccount },
}

function beginAccount(): Fold {
  const account: Account = { limit: 0, reserved: 0, balanceDue: 0, orders: new Map() }
  return (fact) => take(account, fact).map((what) => violationAt(fact, what))
}

function take(account: Account, fact: Fact): string[] {
  const { data, type } = fact
  switch (type) {
    case 'CustomerRegistered':
    case 'CreditLimitChanged':
      account.limit = data.creditLimit?.amount ?? 0
      return []
    case 'CreditReserved':
      return reserve(account, fact)
    case 'CreditReleased':
      return end(account, fact)
    case 'CreditDebited':
      account.balanceDue += amountOf(fact)
      return end(account, fact)
    default:
      return []
  }
}

function reserve(account: Account, fact: Fact): string[] {
  const [orderId, amount] = [orderOf(fact), amountOf(fact)]
  const used = account.reserved + account.balanceDue
  const faults = [
    ...(used + amount > account.limit
      ? [`credit limit exceeded: ${amount} was reserved when ${used} of ${account.limit} was in use`]
      : []),
    ...(account.orders.has(orderId) ? ['credit was reserved twice for one order'] : []),
  ]
  account.orders.set(orderId, amount)
  account.reserved += amount
  return faults
}

function end(account: Account, fact: Fact): string[] {
  const [orderId, amount] = [orderOf(fact), amountOf(fact)]
  const reserved = account.orders.get(orderId)
  account.orders.delete(orderId)
  account.reserved -= amount
  return reserved === amount
    ? []
    : [`${fact.type} of ${amount}, but ${reserved ?? 'nothing'} was reserved for the order`]
}

const orderOf = ({ data }: Fact): string => data.orderId ?? ''
const amountOf = ({ data }: Fact): number => data.amount?.amount ?? 0

function violationAt({ stream, version, data: { orderId, reservationId } }: Fact, what: string): Violation {
  const ids = {
    ...(reservationId && { reservationId }),
    ...(orderId && { orderId }),
    ...{ customerId: stream, version: String(version) },
  }
  return { invariant: NUMBER, what, ids }
}
