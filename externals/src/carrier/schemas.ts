import Type from 'typebox'

const closed = { additionalProperties: false }
const Line = Type.String({ minLength: 1, maxLength: 500 })
const ShipmentId = Type.String({ minLength: 1, maxLength: 200 })
const Attempt = Type.Integer({ minimum: 1, maximum: 1_000 })
const Address = Type.Object({ line1: Line, city: Line, postcode: Line, country: Line }, closed)

export const BookingBody = Type.Object(
  { shipmentId: ShipmentId, attempt: Attempt, address: Address, deliverBy: Type.String({ format: 'date' }) },
  closed,
)
export const CancellationBody = Type.Object({ shipmentId: ShipmentId, attempt: Attempt }, closed)
export const ParcelQuery = Type.Object(
  { shipmentId: ShipmentId, attempt: Type.String({ pattern: '^[1-9][0-9]{0,2}$' }) },
  closed,
)
