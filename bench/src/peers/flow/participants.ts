import type { ServiceName } from '@bistro/client'

/** The services of the saga that every design plays. Those that a team adds have no part in it. */
export const PARTICIPANTS = [
  'customer',
  'reservation',
  'order',
  'payment',
  'shipping',
] as const satisfies readonly ServiceName[]

export type Participant = (typeof PARTICIPANTS)[number]
