import type { OrderValidated, OrderValidatedV2 } from '../../../../src/generated/events.ts'

/** A card is one means of payment among several to come, so its token is no field of the event any more. */
export const upgrade = ({ deposit, cardToken, ...rest }: OrderValidated): OrderValidatedV2 => ({
  ...rest,
  charge: { amount: deposit, means: 'card', reference: cardToken },
})
