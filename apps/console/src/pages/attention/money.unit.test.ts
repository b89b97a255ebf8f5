import { expect, it } from 'vitest'
import { money } from './money.ts'

it('amounts are in minor units of their currency', () => {
  expect(money({ amount: 12_550, currency: 'EUR' })).toBe('€125.50')
  expect(money({ amount: 1_500, currency: 'JPY' })).toBe('¥1,500')
})
