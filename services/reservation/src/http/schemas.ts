import { Closed, Id, Instant, Price, Text } from '@bistro/kit/http'
import Type from 'typebox'

const MAX_TITLE_CHARACTERS = 200
const MAX_SKU_CHARACTERS = 64
const MAX_CARD_TOKEN_CHARACTERS = 255
const MAX_SEATS = 1_000_000
const MAX_KITS = 100
const MAX_KIT_QUANTITY = 1_000_000
const MAX_HOLD_SECONDS = 86_400
export const DEFAULT_HOLD_SECONDS = 900

const Seats = Type.Integer({ minimum: 1, maximum: MAX_SEATS })
const Sku = Text(MAX_SKU_CHARACTERS)

const listOfKits = <Kit extends Type.TSchema>(kit: Kit) => Type.Array(kit, { minItems: 1, maxItems: MAX_KITS })

const facts = {
  title: Text(MAX_TITLE_CHARACTERS),
  date: Instant,
  seats: Seats,
  pricePerSeat: Price,
  depositPercent: Type.Integer({ minimum: 1, maximum: 100 }),
  kits: listOfKits(Closed({ sku: Sku, name: Text(MAX_TITLE_CHARACTERS), price: Price })),
}
const HoldSeconds = Type.Integer({
  minimum: 1,
  maximum: MAX_HOLD_SECONDS,
  description: `How long seats are held until the deposit is paid; ${DEFAULT_HOLD_SECONDS} by default`,
})

export const NewEvening = Closed({ ...facts, holdSeconds: Type.Optional(HoldSeconds) })
export type NewEvening = Type.Static<typeof NewEvening>

export const EveningCreated = Closed({ eveningId: Id })

const Count = Type.Integer({ minimum: 0 })
export const Evening = Closed({
  eveningId: Id,
  ...facts,
  holdSeconds: HoldSeconds,
  held: Count,
  confirmed: Count,
  free: Count,
})

const Kits = listOfKits(Closed({ sku: Sku, quantity: Type.Integer({ minimum: 1, maximum: MAX_KIT_QUANTITY }) }))

export const NewReservation = Closed({
  customerId: Id,
  eveningId: Id,
  seats: Seats,
  kits: Kits,
  cardToken: Text(MAX_CARD_TOKEN_CHARACTERS, { description: 'A single-use reference from the card provider' }),
})

export const ReservationMade = Closed({
  reservationId: Id,
  orderId: Id,
  status: Type.Literal('held'),
  holdExpiresAt: Instant,
})

export const Reservation = Closed({
  reservationId: Id,
  orderId: Id,
  customerId: Id,
  eveningId: Id,
  seats: Type.Integer(),
  kits: Type.Optional(Kits),
  status: Type.String({ description: 'held, confirmed, cancelling, expired, cancelled or rejected' }),
  holdExpiresAt: Type.Optional(Instant),
  reason: Type.Optional(Type.String({ description: 'Why it was cancelled or rejected' })),
  lastCancellationRejected: Type.Optional(Closed({ reason: Type.String(), at: Instant })),
})

export const CancellationAccepted = Closed({ reservationId: Id, status: Type.Literal('cancelling') })
