import { expect, test } from 'vitest'
import { whyCancelled } from './cancelled.ts'
import { subjectOf } from './index.ts'
import { inWords } from './money.ts'

test.each([
  [{ amount: 3_900, currency: 'EUR' }, '39.00 EUR'],
  [{ amount: 5, currency: 'EUR' }, '0.05 EUR'],
  [{ amount: 3_900, currency: 'JPY' }, '3900 JPY'],
  [{ amount: 3_900, currency: 'KWD' }, '3.900 KWD'],
])('%j is %s', (money, words) => expect(inWords(money)).toBe(words))

test('a reason that came later is told as it is', () =>
  expect([whyCancelled('a_new_reason'), whyCancelled('toString')]).toEqual(['a new reason.', 'toString.']))

test('a subject names what is yours', () => expect(subjectOf({ kind: 'on_its_way' })).toMatch(/^Your menu kits/))
