import { ENDINGS, type Outcome, play, readEvents, watchSagas } from '@bistro/client'
import { endsWith, rowText } from '@bistro/oracle/endings'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type HostedStack, startHostedStack } from '../support/hosted-stack.ts'
import { UNHURRIED_WORLD } from '../support/unhurried-world.ts'

const FIRST_ROW = 6

const INDEXED = ENDINGS.map((ending, index) => ({ ...ending, index })).filter(({ number }) => number >= FIRST_ROW)
const ROWS = [...Map.groupBy(INDEXED, ({ number }) => rowText(number))]

// Rows 6 to 12 depend on time: deadlines, holds, cancellations between two steps, parcels on their way.
describe('every ending, side by side, on a stack whose world takes its time', () => {
  let stack: HostedStack
  let outcomes: readonly Outcome[]

  beforeAll(async () => {
    stack = await startHostedStack({ settings: { ...UNHURRIED_WORLD, BISTRO_CONSOLE: 'off' } })
    const reader = await readEvents(stack.manifest)
    const sagas = watchSagas(reader)
    outcomes = await Promise.all(ENDINGS.map((ending) => play(stack.manifest, sagas, ending)))
    await reader.close()
  })
  afterAll(() => stack?.stop())

  describe.each(ROWS)('%s', (_, cases) => {
    it.each(cases)('$given', ({ index, ...ending }) => {
      expect(outcomes[index]?.endedWith).toBe(endsWith(ending))
      expect(outcomes[index]?.faults).toEqual([])
    })
  })
})
