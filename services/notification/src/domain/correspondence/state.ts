import type { Message } from './events.ts'
import type { Letter } from './letter.ts'

export interface Correspondence {
  readonly guest: { readonly name: string; readonly email: string } | null
  /** What was told, or will be: each kind of news once. */
  readonly told: readonly string[]
  /** Letters that wait until the guest is known. */
  readonly kept: readonly Letter[]
  /** In the order in which they are sent. */
  readonly unsent: readonly Message[]
  /** How often the card provider has refused the refund. */
  readonly refusals: number
}

export const NOTHING_WRITTEN: Correspondence = { guest: null, told: [], kept: [], unsent: [], refusals: 0 }

/** How often a refund is tried before it is left to an operator. */
export const REFUND_ATTEMPTS = 5
