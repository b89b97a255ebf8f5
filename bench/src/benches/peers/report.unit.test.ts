import { expect, it } from 'vitest'
import type { Result } from '../../harness/result.ts'
import { reportOf } from './report.ts'

const subject = (name: string, figures: Readonly<Record<string, number>>) => ({
  name,
  runs: [{ round: 1, foreignCores: 0, figures }],
})

const resultOf = (saga: number, two: number, lockedMs: number): Result => ({
  bench: 'peers',
  command: 'npm run bench -- peers --report report.md',
  measuredAt: '2026-11-30T05:00:00.000Z',
  length: { repeats: 1, seconds: 5, warmUpSeconds: 15 },
  machine: { processor: 'any', cores: 2, memoryGib: 8, system: 'Linux' },
  versions: {},
  subjects: [
    subject('saga-20', { deliveredP50Ms: saga }),
    subject('two-phase-20', { deliveredP50Ms: two }),
    subject('saga-hot', { sagasPerSecond: 300 }),
    subject('two-phase-hot', { sagasPerSecond: 100 }),
    subject('two-phase-killed', { inDoubt: 190, decided: 40, lockedMs, downMs: 5_000, restartMs: 3_000 }),
  ],
})

it('says which design delivers sooner, whichever it is', () => {
  const page = reportOf(resultOf(240, 24, 6_200))
  expect(page).toContain('**Two-phase commit delivers sooner: the saga takes 10.0 times as long.**')
  expect(page).toMatch(/\| delivered, p50 \(ms\) +\| 240 +\| 24 +\|/)
  expect(reportOf(resultOf(20, 40, 6_200))).toContain('**The saga delivers sooner: two-phase commit takes 2.0 times')
})

it('says which design completes more, and what was not measured', () => {
  const page = reportOf(resultOf(240, 24, 6_200))
  expect(page).toContain('**All at one evening, the saga completes 3.0 times as many.**')
  expect(page).toContain('Each guest at an evening of their own: not measured.')
})

it('says what stayed locked when the coordinator died, or that the row happened to be free', () => {
  expect(reportOf(resultOf(240, 24, 6_200))).toContain(
    "**The evening's row stayed locked for 6.2 s, until the coordinator came back.**",
  )
  const free = reportOf(resultOf(240, 24, 155))
  expect(free).toContain("The evening's row happened to be free when the coordinator died (0.2 s)")
  expect(free).toContain('The coordinator had decided to commit 40 of them.')
})
