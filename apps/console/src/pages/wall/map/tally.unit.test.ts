import { expect, it } from 'vitest'
import { Tally } from './tally.ts'

it('adds up every event of a service, whatever its type', () => {
  const tally = new Tally()
  tally.add({ 'order OrderRequested': 3, 'order OrderValidated': 2, 'payment PaymentRequested': 1 }, 0)
  tally.add({ 'order OrderRequested': 10 }, 100)
  expect([tally.total('order'), tally.total('payment'), tally.total('shipping')]).toEqual([15, 1, 0])
})

it('gives the rate of the last five seconds', () => {
  const tally = new Tally()
  for (let now = 0; now < 10_000; now += 100) tally.add({ 'order OrderRequested': 4 }, now)
  expect(tally.perSecond('order', 9_999)).toBe(40)
  expect(tally.perSecond('order', 20_000)).toBe(0)
})
