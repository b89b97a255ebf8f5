import { expect, test } from 'vitest'
import { BREAKS } from '../src/breaks.ts'
import { expectToBeFound, MISSED, RARE } from './breaks.ts'

test('every break has its words', () => expect(Object.keys(MISSED).toSorted()).toEqual(Object.keys(BREAKS).toSorted()))

test.each(Object.entries(BREAKS).filter(([name]) => !RARE.includes(name)))(
  '%s is found, and without it the same seeds pass',
  { timeout: 240_000 },
  (name, { nets }) => expectToBeFound(name, nets),
)
