import { Random } from '@bistro/kit/faults'

export interface CustomerPlan {
  readonly creditLimit: number
  readonly postcode: string
}

export interface EveningPlan {
  readonly seats: number
  readonly holdSeconds: number
}

/** One guest's intentions: a saga. */
export interface GuestPlan {
  readonly number: number
  readonly customer: number
  readonly evening: number
  readonly seats: number
  readonly cardToken: string
  readonly arrivesMs: number
  /** How long after arriving the guest asks for a cancellation, each time; empty for most. */
  readonly cancelsMs: readonly number[]
  /** The event of the saga after which the guest asks for a cancellation. */
  readonly cancelsAfter?: string | undefined
  /** A kit that the evening does not offer: asked for, or on the topic as if it had been sold. */
  readonly kit: 'offered' | 'unknown' | 'forged'
}

export interface Plan {
  readonly customers: readonly CustomerPlan[]
  readonly evenings: readonly EveningPlan[]
  readonly guests: readonly GuestPlan[]
}

export const PRICE_PER_SEAT = 5_000
export const PRICE_OF_KIT = 2_000
export const DEPOSIT_PERCENT = 30

const CARD_TOKENS = [
  ...Array<string>(9).fill('tok_ok'),
  'tok_declined',
  'tok_slow',
  'tok_lost_answer',
  'tok_unreachable',
  'tok_never',
  'tok_charged_silently',
  'tok_refund_retry',
  'tok_refund_never',
]
const POSTCODES = ['10115', '10115', '10115', '00000', '99998', '99999']
const AMPLE = 1_000
const SEATS_PER_GUEST = 2
/** A guest's balance is about so much per seat. */
const BALANCE = (PRICE_PER_SEAT + PRICE_OF_KIT) * (1 - DEPOSIT_PERCENT / 100)
const CANCEL_WITHIN_MS = [200, 2_000, 10_000, 25_000]
const ARRIVALS_WITHIN_MS = [300, 3_000, 10_000]
const HOLD_SECONDS = [1, 2, 5, 20, 60, 900]

/** Which guests come to which evening with which card: all inputs of a run except its faults and delays. */
export function planOf(seed: number, sagas: number): Plan {
  const random = new Random(seed, 0x9_1a4)
  const tight = random.chance(0.5)
  const customers = POSTCODES.map((postcode) => ({
    postcode,
    creditLimit: Math.round(BALANCE * (tight ? random.between(1, 6) : AMPLE)),
  }))
  const evenings = HOLD_SECONDS.map((holdSeconds) => ({
    holdSeconds,
    seats: random.chance(0.5) ? random.between(2, 2 + Math.ceil(sagas / 4)) : AMPLE,
  }))
  const withinMs = random.one(ARRIVALS_WITHIN_MS)
  const guests = Array.from({ length: sagas }, (_, number) => guestOf(random, number, withinMs))
  return { customers, evenings, guests }
}

const guestOf = (random: Random, number: number, withinMs: number): GuestPlan => ({
  number,
  customer: random.between(0, POSTCODES.length - 1),
  evening: random.between(0, HOLD_SECONDS.length - 1),
  seats: random.between(1, SEATS_PER_GUEST),
  cardToken: random.one(CARD_TOKENS),
  arrivesMs: random.between(0, withinMs),
  cancelsMs: cancellations(random),
  kit: random.chance(0.02) ? random.one(['unknown', 'forged'] as const) : 'offered',
})

function cancellations(random: Random): number[] {
  if (!random.chance(0.35)) return []
  const first = random.between(0, random.one(CANCEL_WITHIN_MS))
  return random.chance(0.3) ? [first, first + random.between(0, random.one(CANCEL_WITHIN_MS))] : [first]
}
