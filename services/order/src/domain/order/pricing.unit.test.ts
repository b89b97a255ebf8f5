import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { dayOf, MAX_AMOUNT, priceOf } from './pricing.ts'

const eur = (amount: number) => ({ amount, currency: 'EUR' })
const duck = { sku: 'duck', name: 'Duck for two', price: eur(4_500) }
const cake = { sku: 'cake', name: 'Cake', price: eur(1_250) }

const prices = (pricePerSeat: number, depositPercent: number, kits = [duck, cake]) => ({
  pricePerSeat: eur(pricePerSeat),
  depositPercent,
  kits,
})

describe('an order is priced', () => {
  test('seats and kits make the total, the deposit is its share, the balance the rest', () => {
    const kits = [
      { sku: 'duck', quantity: 2 },
      { sku: 'cake', quantity: 1 },
    ]
    expect(priceOf({ seats: 2, kits }, prices(10_000, 30))).toEqual({
      lines: [
        { sku: 'duck', name: 'Duck for two', quantity: 2, unitPrice: eur(4_500) },
        { sku: 'cake', name: 'Cake', quantity: 1, unitPrice: eur(1_250) },
      ],
      deposit: eur(9_075),
      balance: eur(21_175),
    })
  })

  test.each([
    [49, 1, 0],
    [50, 1, 1],
    [149, 1, 1],
    [150, 1, 2],
    [5, 10, 1],
    [1, 50, 1],
    [101, 50, 51],
    [333, 100, 333],
  ])('%i at %i %% rounds half up to a deposit of %i', (total, percent, deposit) => {
    const free = { sku: 'free', name: 'Free', price: eur(0) }
    const bill = priceOf({ seats: 1, kits: [{ sku: 'free', quantity: 1 }] }, prices(total, percent, [free]))
    expect(bill).toMatchObject({ deposit: eur(deposit), balance: eur(total - deposit) })
  })

  test('a kit that the evening lacks makes it impossible', () => {
    expect(priceOf({ seats: 1, kits: [{ sku: 'goose', quantity: 1 }] }, prices(100, 10))).toBeUndefined()
  })

  test('the largest amount is still an order, one more is not', () => {
    const free = { sku: 'free', name: 'Free', price: eur(0) }
    const one = { sku: 'one', name: 'One', price: eur(1) }
    const largest = prices(Number(MAX_AMOUNT), 100, [free, one])
    expect(priceOf({ seats: 1, kits: [{ sku: 'free', quantity: 1 }] }, largest)).toMatchObject({
      deposit: eur(Number(MAX_AMOUNT)),
    })
    expect(priceOf({ seats: 1, kits: [{ sku: 'one', quantity: 1 }] }, largest)).toBeUndefined()
  })

  test('amounts beyond what floating point can hold are refused, not rounded', () => {
    const dear = prices(Number(MAX_AMOUNT), 100)
    expect(priceOf({ seats: 2_147_483_647, kits: [{ sku: 'duck', quantity: 1 }] }, dear)).toBeUndefined()
  })
})

test('deposit and balance always make the total, and the deposit is off its share by half a unit at the most', () => {
  const order = fc.record({
    seats: fc.integer({ min: 1, max: 500 }),
    quantity: fc.integer({ min: 1, max: 500 }),
    seat: fc.integer({ min: 1, max: 100_000_000 }),
    price: fc.integer({ min: 1, max: 100_000_000 }),
    percent: fc.integer({ min: 1, max: 100 }),
  })
  fc.assert(
    fc.property(order, ({ seats, quantity, seat, price, percent }) => {
      const kit = { sku: 'kit', name: 'Kit', price: eur(price) }
      const bill = priceOf({ seats, kits: [{ sku: 'kit', quantity }] }, prices(seat, percent, [kit]))
      const total = seats * seat + quantity * price
      const [deposit, balance] = [bill?.deposit.amount ?? Number.NaN, bill?.balance.amount ?? Number.NaN]
      expect(deposit + balance).toBe(total)
      const twiceOff = 2n * (100n * BigInt(deposit) - BigInt(total) * BigInt(percent))
      expect(twiceOff).toBeGreaterThan(-100n)
      expect(twiceOff).toBeLessThanOrEqual(100n)
    }),
  )
})

describe('the day of an instant', () => {
  test('is its day in UTC', () => expect(dayOf('2026-12-31T23:30:00.000Z')).toBe('2026-12-31'))
  test('also where the instant names another offset', () =>
    expect(dayOf('2026-12-31T23:30:00.000-02:00')).toBe('2027-01-01'))
  test('is text as long as a day, whatever an evening says', () =>
    expect([dayOf('0000-01-01T00:00:00Z'), dayOf('one fine evening')]).toEqual(['0000-01-01', 'one fine e']))
})
