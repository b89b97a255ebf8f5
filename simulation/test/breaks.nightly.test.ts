import { test } from 'vitest'
import { BREAKS } from '../src/breaks.ts'
import { expectToBeFound, RARE } from './breaks.ts'

test.each(RARE)('%s is found, and without it the same seeds pass', { timeout: 240_000 }, (name) =>
  expectToBeFound(name, BREAKS[name]!.nets),
)
