import Type from 'typebox'

const MAX_AMOUNT = 1_000_000_000_000

const closed = { additionalProperties: false }
const Reference = Type.String({ minLength: 1, maxLength: 255 })
const Money = Type.Object(
  { amount: Type.Integer({ minimum: 0, maximum: MAX_AMOUNT }), currency: Type.String({ pattern: '^[A-Z]{3}$' }) },
  closed,
)

export const ChargeBody = Type.Object(
  { reference: Reference, amount: Money, cardToken: Type.String({ minLength: 1, maxLength: 255 }) },
  closed,
)
export const VoidBody = Type.Object({ reference: Reference }, closed)
export const RefundBody = Type.Object({ reference: Reference, amount: Money }, closed)
export const LedgerQuery = Type.Object({ reference: Reference }, closed)
