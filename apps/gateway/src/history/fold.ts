import type { CustomerHistory } from '../contract/index.ts'

type Item = CustomerHistory['items'][number]

/** What an order has come to, by its event. */
const OUTCOMES: Readonly<Record<string, Item['outcome']>> = {
  OrderConfirmed: 'confirmed',
  OrderDelivered: 'delivered',
  OrderCancelled: 'cancelled',
}

/** Whether an event is one: types are foreign text. */
export const isOutcome = (type: string): boolean => Object.hasOwn(OUTCOMES, type)

export interface HistoryEvent {
  readonly type: string
  readonly streamId: string
  readonly version: number
  readonly timeMs: number
  readonly data: object
}

interface Customer {
  readonly orders: Map<string, Item>
  copies: number
}

/** Outcomes by customer. The gate drops what an order has come to already: a processor that died may have written it twice. */
export class Outcomes {
  readonly #customers = new Map<string, Customer>()

  apply({ type, streamId: orderId, version, timeMs, data }: HistoryEvent): void {
    const outcome = OUTCOMES[type]
    if (outcome === undefined) return
    const { customerId, reservationId, reason } = data as { customerId: string; reservationId: string; reason?: string }
    const customer = this.#customer(customerId)
    if ((customer.orders.get(orderId)?.version ?? 0) >= version) {
      customer.copies += 1
      return
    }
    const at = new Date(timeMs).toISOString()
    customer.orders.set(orderId, { orderId, reservationId, outcome, ...(reason && { reason }), at, version })
  }

  /** The newest first. */
  of(customerId: string): CustomerHistory {
    const { orders, copies } = this.#customers.get(customerId) ?? NOBODY
    const items = [...orders.values()].sort((one, other) => other.at.localeCompare(one.at))
    return { customerId, items, copies }
  }

  #customer(customerId: string): Customer {
    const known = this.#customers.get(customerId) ?? { orders: new Map(), copies: 0 }
    this.#customers.set(customerId, known)
    return known
  }
}

const NOBODY: Customer = { orders: new Map(), copies: 0 }
