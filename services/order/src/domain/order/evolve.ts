import type { OrderEvent } from '@bistro/events'
import type { Order, State } from './state.ts'

export function evolve(state: State, event: OrderEvent): State {
  if (event.type === 'OrderRequested') return { ...event.data, status: 'requested', seatsConfirmed: false }
  return state.status === 'none' ? state : evolveOrder(state, event)
}

function evolveOrder(order: Order, event: Exclude<OrderEvent, { type: 'OrderRequested' }>): Order {
  switch (event.type) {
    case 'OrderValidated':
      return { ...withoutCard(order), status: 'validated' }
    case 'OrderPaymentProcessed':
      return { ...order, status: 'paid' }
    case 'OrderReservationConfirmed':
      return { ...order, seatsConfirmed: true }
    case 'OrderConfirmed':
      return { ...order, status: 'confirmed' }
    case 'OrderDispatched':
      return { ...order, status: 'dispatched' }
    case 'OrderCancellationRequested':
      return { ...order, status: 'cancelling' }
    case 'OrderCancellationRejected':
      return order
    case 'OrderCancelled':
      return { ...withoutCard(order), status: 'cancelled', cancelReason: event.data.reason }
    case 'OrderDelivered':
      return { ...order, status: 'delivered' }
    default:
      return event satisfies never
  }
}

/** From then on only the provider needs the token. */
function withoutCard({ cardToken: _, ...order }: Order): Order {
  return order
}
