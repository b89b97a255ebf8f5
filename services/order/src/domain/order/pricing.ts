import type { EveningKit, Money, OrderLine, ReservedKit } from '@bistro/events'

/** The largest amount that any API of the system accepts, in minor units. */
export const MAX_AMOUNT = 1_000_000_000_000n

/** What an evening costs. */
export interface Prices {
  readonly pricePerSeat: Money
  /** 1 to 100. */
  readonly depositPercent: number
  readonly kits: readonly EveningKit[]
}

export interface Wanted {
  readonly seats: number
  readonly kits: readonly ReservedKit[]
}

export interface Bill {
  readonly lines: readonly OrderLine[]
  readonly deposit: Money
  readonly balance: Money
}

/** Undefined if the evening does not offer a kit, or if the total exceeds `MAX_AMOUNT`. */
export function priceOf(wanted: Wanted, prices: Prices): Bill | undefined {
  const lines = wanted.kits.map((kit) => lineOf(kit, prices.kits))
  if (!lines.every((line) => line !== undefined)) return undefined
  const seats = BigInt(wanted.seats) * BigInt(prices.pricePerSeat.amount)
  const total = lines.reduce((sum, line) => sum + BigInt(line.quantity) * BigInt(line.unitPrice.amount), seats)
  if (total > MAX_AMOUNT) return undefined
  const deposit = percentOf(total, BigInt(prices.depositPercent))
  const { currency } = prices.pricePerSeat
  return {
    lines,
    deposit: { amount: Number(deposit), currency },
    balance: { amount: Number(total - deposit), currency },
  }
}

/** Rounded half up. */
const percentOf = (amount: bigint, percent: bigint): bigint => (amount * percent + 50n) / 100n

function lineOf({ sku, quantity }: ReservedKit, kits: readonly EveningKit[]): OrderLine | undefined {
  const kit = kits.find((candidate) => candidate.sku === sku)
  return kit && { sku, name: kit.name, quantity, unitPrice: kit.price }
}

const DAY_LENGTH = 'YYYY-MM-DD'.length

/** The UTC day of an instant; for invalid text its beginning, which is no day to deliver by. */
export function dayOf(instant: string): string {
  const ms = Date.parse(instant)
  return (Number.isNaN(ms) ? instant : new Date(ms).toISOString()).slice(0, DAY_LENGTH)
}
