import { ENDINGS, ORDINARY, type Wishes } from '@bistro/client'
import type { Random } from '@bistro/simulation/random'

/** What one guest wants, and how the guest behaves. */
export interface GuestPlan {
  readonly wishes: Wishes
  /** When, after the reservation, a cancellation is asked for; undefined for most. */
  readonly cancelsAfterMs: number | undefined
  /** Whether the guest asks again, with the same key, after an answer of "not now" or none. */
  readonly repeats: boolean
  /** An account and an evening that all want, or one of the others. */
  readonly isHot: boolean
  /** An evening of which only a few seats are left, whatever else. */
  readonly isScarce: boolean
  /** Of an account that has credit for a few. */
  readonly isTight: boolean
}

/** Of the demonstration's endings, this is the one that most sagas have. */
const ORDINARY_SHARE = 0.45
const CANCELS_WITHIN_MS = [300, 1_500, 4_000]
const FEW_TOKENS = ['tok_unreachable', 'tok_slow']

/** Draws guests over all endings: the same seed, the same guests. */
export function drawGuest(random: Random): GuestPlan {
  const row = random.chance(ORDINARY_SHARE) ? undefined : random.one(ENDINGS)
  const { cancelsAfter, ...wishes } = row?.wishes ?? ORDINARY
  const cancels = cancelsAfter !== undefined || random.chance(0.1)
  return {
    wishes: random.chance(0.1) && row === undefined ? { ...wishes, cardToken: random.one(FEW_TOKENS) } : wishes,
    cancelsAfterMs: cancels ? random.between(0, random.one(CANCELS_WITHIN_MS)) : undefined,
    repeats: random.chance(0.5),
    isHot: random.chance(0.3),
    isScarce: random.chance(0.05),
    isTight: random.chance(0.08),
  }
}
