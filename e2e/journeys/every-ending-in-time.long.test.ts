import { ENDINGS, endsWith, type Outcome, play, readEvents, watchSagas } from '@bistro/client'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type HostedStack, startHostedStack } from '../support/hosted-stack.ts'
import { UNHURRIED_WORLD } from '../support/unhurried-world.ts'

/** The domain's rows, by number and what is given. */
const ROWS: readonly (readonly [number, string])[] = [
  [6, 'provider never answers before the deadline'],
  [7, 'provider charges but its answer is lost'],
  [8, 'the hold expires first'],
  [9, 'guest cancels at any moment before dispatch'],
  [10, 'guest cancels after dispatch'],
  [11, 'address not served, or parcel lost twice'],
  [12, 'refund refused by the provider'],
]

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

  describe.each(ROWS)('%i | %s', (number) => {
    const cases = ENDINGS.flatMap((ending, index) => (ending.number === number ? [{ ...ending, index }] : []))
    it.each(cases)('$given', ({ index, ...ending }) => {
      expect(outcomes[index]?.endedWith).toBe(endsWith(ending))
      expect(outcomes[index]?.faults).toEqual([])
    })
  })
})
