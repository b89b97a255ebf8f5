import { Closed, Id, Instant } from '@bistro/kit/http'
import Type, { type Static } from 'typebox'

export const CustomerHistory = Closed({
  customerId: Id,
  items: Type.Array(
    Closed({
      orderId: Id,
      reservationId: Id,
      outcome: Type.Enum(['confirmed', 'delivered', 'cancelled']),
      reason: Type.Optional(Type.String({ description: 'Why it was cancelled' })),
      at: Instant,
      version: Type.Integer({ description: "Of the order's stream: a record with this one or a lower one is a copy" }),
    }),
  ),
  copies: Type.Integer({ description: 'How many copies this process of the gateway has dropped' }),
})
export type CustomerHistory = Static<typeof CustomerHistory>
