import { expect, test } from 'vitest'
import { FAULT_NAMES } from '../src/faults.ts'
import { runMany } from './many.ts'

const RUNS = 250
const SAGAS = 20
const LARGE_RUNS = 3
const LARGE_SAGAS = 200

test('13 | duplicates, reordering, redelivery, a crash of anything at any moment | one of the endings that its inputs and timers allow | as above', {
  timeout: 120_000,
}, async () => {
  const results = await runMany(RUNS, { sagas: SAGAS })
  const injected = new Set(results.flatMap((result) => result.injected.map(({ fault }) => fault)))
  expect([...injected].toSorted()).toEqual([...FAULT_NAMES].toSorted())
  expect(results.flatMap(({ endings }) => endings)).toHaveLength(RUNS * SAGAS)
})

test('a crowd of guests at once', { timeout: 60_000 }, async () => {
  await runMany(LARGE_RUNS, { sagas: LARGE_SAGAS })
})
