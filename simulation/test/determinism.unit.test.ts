import { createCodec, fileSchemaIds } from '@bistro/events'
import { expect, test } from 'vitest'
import { BREAKS } from '../src/breaks.ts'
import { timeline } from '../src/report/timeline.ts'
import { shrink } from '../src/shrink.ts'
import { simulate } from '../src/simulate.ts'

const run = { seed: 7, sagas: 20 }

test('the same seed gives the same run', async () => {
  const [first, second] = [await simulate({ ...run, trace: true }), await simulate({ ...run, trace: true })]
  expect(second.hash).toBe(first.hash)
  expect(timeline(second)).toBe(timeline(first))
})

test('another seed gives another run', async () =>
  expect((await simulate({ ...run, seed: 8 })).hash).not.toBe((await simulate(run)).hash))

test('reading a run does not change it', async () =>
  expect((await simulate({ ...run, trace: true })).hash).toBe((await simulate(run)).hash))

test('events that went through Avro give the same run', async () =>
  expect((await simulate({ ...run, codec: createCodec(fileSchemaIds()) })).hash).toBe((await simulate(run)).hash))

test('a failure shrinks to few sagas and faults, twice to the same trace', { timeout: 60_000 }, async () => {
  const failing = { seed: 3, sagas: 20, nets: BREAKS['no-late-refund']!.nets }
  const found = await simulate(failing)
  const [first, second] = [await shrink(failing, found), await shrink(failing, found)]
  expect(first.endings).toHaveLength(1)
  expect(first.injected).toHaveLength(0)
  expect(first.violations[0]?.what).toMatch(/the guest’s money is kept/)
  expect(timeline(second)).toBe(timeline(first))
})
