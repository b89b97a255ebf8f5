import { ENDINGS, ORDINARY, type Wishes } from '@bistro/client'
import type { Random } from '@bistro/kit/faults'

/** What one guest wants, and how the guest behaves. */
export interface GuestPlan {
  readonly wishes: Wishes
  /** When, after the reservation, the guest cancels; undefined for most guests. */
  readonly cancelsAfterMs: number | undefined
  /** Whether the guest repeats the request, with the same key, after 429, 503 or no response. */
  readonly repeats: boolean
  /** Whether the guest uses the account and the evening that most requests go to. */
  readonly isHot: boolean
  /** Whether the evening has only a few seats. */
  readonly isScarce: boolean
  /** Whether the account has credit for only a few sagas. */
  readonly isTight: boolean
}

/** The share of guests whose saga is to end well; the others draw from the table of endings. */
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
