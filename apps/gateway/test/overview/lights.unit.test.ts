import { SILENT_LOGGER, SYSTEM } from '@bistro/kit/runtime'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { type Findings, Lights, NotAudited } from '../../src/overview/lights.ts'
import { unableWithout } from '../../src/overview/run-audit.ts'

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

const ALL: Findings = Array.from({ length: 8 }, (_, index) => ({ number: index + 1, violations: [] }))

function lit(audit: () => Promise<Findings>, rate = { perSecond: 0 }, unable?: NotAudited) {
  const looks: number[] = []
  const lights = new Lights({
    ...{ clock: SYSTEM.clock, logger: SILENT_LOGGER, onChange: () => {}, eventsPerSecond: () => rate.perSecond },
    unable,
    audit: async () => {
      looks.push(Math.round(performance.now() / 1_000))
      return audit()
    },
  })
  lights.start()
  return { lights, looks, pauses: () => looks.slice(1).map((at, index) => at - (looks[index] ?? 0)) }
}

const after = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms))
const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms)

it('all eight are unknown before the first look, then hold or are violated, with the time of the look', async () => {
  const violations = Array.from({ length: 30 }, (_, number) => ({ what: `${number}`, ids: { reservationId: 'r' } }))
  const { lights } = lit(async () => ALL.map((each) => (each.number === 2 ? { ...each, violations } : each)))
  expect(lights.found.lookedAt).toBeUndefined()
  expect(lights.found.items.map(({ status }) => status)).toEqual(Array(8).fill('unknown'))
  await pass(1_000)
  expect(lights.found.items.map(({ status }) => status)).toEqual(['holds', 'violated', ...Array(6).fill('holds')])
  expect(lights.found.items[1]?.violations).toHaveLength(20)
  expect(Date.parse(lights.found.lookedAt ?? '')).not.toBeNaN()
})

it('a look that cannot be finished makes all unknown, with the reason', async () => {
  let isAway = false
  const { lights } = lit(async () => {
    if (isAway) throw new NotAudited('The audit needs kafka (connection refused).', 'npm run audit')
    return ALL
  })
  await pass(1_000)
  isAway = true
  await pass(20_000)
  expect(lights.found).toMatchObject({
    ...{ problem: 'The audit needs kafka (connection refused).', check: 'npm run audit' },
  })
  expect(new Set(lights.found.items.map(({ status }) => status))).toEqual(new Set(['unknown']))
  isAway = false
  await pass(20_000)
  expect(lights.found.problem).toBeUndefined()
})

it('where the gateway has no login at the databases, it never looks, and says why and what to type', async () => {
  const unable = unableWithout('')
  const { lights, looks } = lit(async () => ALL, { perSecond: 0 }, unable)
  await pass(60_000)
  expect(looks).toEqual([])
  expect(lights.found).toMatchObject({
    problem: expect.stringContaining('has no login'),
    check: 'docker compose run --rm audit',
  })
  expect(lights.found.lookedAt).toBeUndefined()
  expect(unableWithout('.bistro/stack.json')).toBeUndefined()
})

it('a look takes at most a thirtieth of the time', async () => {
  const { pauses } = lit(async () => {
    await after(10_000)
    return ALL
  })
  await pass(2_000_000)
  for (const pause of pauses()) expect(pause).toBeGreaterThanOrEqual(300)
})

it('under load it waits for a rest, at most five minutes', async () => {
  const rate = { perSecond: 500 }
  const { looks, pauses } = lit(async () => ALL, rate)
  await pass(700_000)
  expect(pauses()).toEqual([315, 315])
  const before = looks.length
  rate.perSecond = 0
  await pass(100_000)
  expect(looks.length - before).toBeGreaterThanOrEqual(5)
})
