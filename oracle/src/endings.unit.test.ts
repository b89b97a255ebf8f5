import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { ENDINGS, endsWith, ROWS, rowText } from './endings.ts'

const ROOT = join(import.meta.dirname, '..', '..')
const REASONS = [...new Set(ENDINGS.flatMap(({ reason }) => reason ?? []))]

/** The sources that name a reason to cancel, except the services, which decide it, and tests. */
const NAMING = [
  'chaos/src/checks/endings.ts', // which inputs allow it
  'client/src/demo/endings.ts', // the one that no outage changes
  'oracle/src/endings.ts',
]

describe('the table of endings', () => {
  it('has a way to play each row, but for the last, which is all of them under faults', () => {
    const played = new Set(ENDINGS.map(({ number }) => number))
    expect(ROWS.filter(({ number }) => !played.has(number)).map(({ number }) => number)).toEqual([ROWS.length])
  })

  it('reads like the domain', () =>
    expect(rowText(4)).toBe('4 | balance above the credit available | OrderCancelled{credit_refused} | seats'))

  it.each(ENDINGS)('$number | $given: is called after its event', (ending) => {
    const { event, reason, answer, calmly } = ending
    const names = { OrderDelivered: 'delivered', OrderCancelled: reason ?? '', ReservationRejected: 'evening full' }
    const name = names[event as keyof typeof names] ?? answer.problem
    expect(calmly[0]).toMatch(new RegExp(`^${name}`))
    expect(endsWith(ending)).not.toBe('')
  })

  it('stands once: no other source lists what a saga may end with', () => {
    const sources = globSync('{oracle,audit,simulation,saga,client,cli,stack,infra,bench,chaos,e2e}/**/*.ts', {
      cwd: ROOT,
      exclude: (name) =>
        name === 'node_modules' ||
        name === 'test' ||
        /\.(unit|int|e2e|long|nightly|chaos|compose)\.test\.ts$/.test(name),
    })
    const naming = sources.filter((file) => {
      const text = readFileSync(join(ROOT, file), 'utf8')
      return REASONS.some((reason) => text.includes(`'${reason}'`))
    })
    expect(naming.toSorted()).toEqual(NAMING)
  })
})
