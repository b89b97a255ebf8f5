import { setTimeout as delay } from 'node:timers/promises'
import { type Condition, watchOutages } from '@bistro/client'
import { describe, expect, it } from 'vitest'
import { whereToLook } from '../src/commands/start.ts'
import { verdictOf } from '../src/demo/play-all.ts'
import { reportWaiting } from '../src/demo/waiting-report.ts'

describe('an ending that was played', () => {
  it('is shown as recovered if something was down meanwhile', () => {
    expect(verdictOf({ faults: [], recovered: false })).toBe('yes')
    expect(verdictOf({ faults: [], recovered: true })).toBe('recovered')
    expect(verdictOf({ faults: ['no PaymentRefunded'], recovered: true })).toBe('NO')
  })
})

describe('an outage', () => {
  it('of what has not come up yet is said otherwise, and so is its end', { timeout: 20_000 }, async () => {
    let condition: Condition = 'down'
    const watch = watchOutages([{ name: 'payment', look: async () => condition }])
    const lines: string[] = []
    const abort = new AbortController()
    const print = (line = ''): void => void lines.push(line)
    const hints = { revive: () => 'type this', look: () => '' }
    const report = reportWaiting(watch, () => 'all endings', { hints, print, signal: abort.signal })
    try {
      await expect.poll(() => lines, { timeout: 2_000 }).toEqual(['  payment has not been up for 0 s, waiting'])
      condition = 'well'
      await expect.poll(() => lines[1], { timeout: 2_000 }).toMatch(/^ {2}payment is up after \d\.\d s$/)
      condition = 'down'
      await expect.poll(() => lines[2], { timeout: 2_000 }).toBe('  payment has been down for 0 s, waiting (type this)')
      await expect.poll(() => lines[3], { timeout: 5_000 }).toMatch(/^ {2}payment has been down for [234] s, waiting/)
      abort.abort() // Ctrl-C
      condition = 'well'
      await expect.poll(watch.now, { timeout: 2_000 }).toEqual([])
      await delay(600)
      expect(lines).toHaveLength(4)
    } finally {
      report.stop()
      watch.stop()
    }
  })
})

describe('what a start advertises', () => {
  it('is what its mode has', () => {
    const text = (mode: Parameters<typeof whereToLook>[0]): string => JSON.stringify(whereToLook(mode))
    expect(text('local')).toMatch(/kcat.*kill payment/)
    expect(text('memory')).not.toMatch(/kcat|kill/)
    expect(text('memory')).toMatch(/npm run demo.*npm run order.*psql/)
  })
})
