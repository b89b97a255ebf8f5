import { expect, test } from 'vitest'
import { dayBefore } from './days.ts'

test.each([
  ['2026-12-24', '2026-12-23'],
  ['2027-01-01', '2026-12-31'],
  ['2028-03-01', '2028-02-29'],
  ['2026-03-30', '2026-03-29'],
  ['9999-12-31', '9999-12-30'],
])('the day before %s is %s', (day, before) => expect(dayBefore(day)).toBe(before))

test.each(['0000-01-01', '+275760-09', 'someday', ''])('%j has no day before it, and is left to the carrier', (day) =>
  expect(dayBefore(day)).toBe(day),
)
