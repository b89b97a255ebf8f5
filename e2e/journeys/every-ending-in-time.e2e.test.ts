import { ENDINGS, endsWith, type Outcome, play, readEvents, watchSagas } from '@bistro/stack'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type HostedStack, startHostedStack } from '../support/hosted-stack.ts'

/** Slow enough for a guest to cancel in between, fast enough for a test. */
const UNHURRIED_WORLD = {
  BISTRO_PSP_LATENCY_MS: '50',
  BISTRO_PSP_SLOW_MS: '4000',
  BISTRO_CARRIER_DISPATCH_MS: '1500',
  BISTRO_CARRIER_DELIVER_MS: '500',
  BISTRO_PAYMENT_DEADLINE_MS: '6000',
  BISTRO_REFUND_BACKOFF_MS: '100',
}

// Rows 6 to 12 depend on time: deadlines, holds, cancellations between two steps, parcels on their way.
describe('every ending, side by side, on a stack whose world takes its time', () => {
  let stack: HostedStack
  let outcomes: readonly Outcome[]

  beforeAll(async () => {
    stack = await startHostedStack({ settings: UNHURRIED_WORLD })
    const reader = await readEvents(stack.manifest)
    const sagas = watchSagas(reader)
    outcomes = await Promise.all(ENDINGS.map((ending) => play(stack.manifest, sagas, ending)))
    await reader.close()
  })
  afterAll(() => stack?.stop())

  it.each(ENDINGS.map((ending, index) => ({ ending, index, row: `${ending.number} | ${ending.given}` })))(
    '$row',
    ({ ending, index }) => {
      expect(outcomes[index]?.endedWith).toBe(endsWith(ending))
      expect(outcomes[index]?.faults).toEqual([])
    },
  )
})
