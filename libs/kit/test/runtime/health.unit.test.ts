import { expect, it, vi } from 'vitest'
import { Health } from '../../src/runtime/health.ts'
import { SYSTEM } from '../../src/runtime/system.ts'

function recorded(startMs = 0) {
  const lines: string[] = []
  const note = (_: object, text: string) => void lines.push(text)
  let now = Date.parse('2030-01-01T00:00:00.000Z')
  const health = new Health({ info: note, warn: note, error: note }, { ...SYSTEM.clock, now: () => now }, startMs)
  return { health, lines, pass: (ms: number) => (now += ms) }
}

it('says what is unavailable, why and since when', () => {
  const { health, pass } = recorded()
  health.failed('the database', 'connection refused')
  pass(1_000)
  health.failed('the database', 'the role may not log in')
  expect(health.troubles).toEqual([
    { what: 'the database', reason: 'the role may not log in', since: '2030-01-01T00:00:00.000Z' },
  ])
})

it('logs the beginning, a count while it lasts, and the end', async () => {
  const { health, lines, pass } = recorded()
  for (let second = 0; second < 25; second += 1) {
    health.failed('the broker', 'away')
    pass(1_000)
  }
  health.recovered('the broker')
  health.recovered('the broker')
  await vi.waitFor(() => expect(lines).toHaveLength(4), { timeout: 3_000 })
  expect(lines).toEqual([
    'the broker is unavailable; retrying until it recovers',
    'the broker is still unavailable',
    'the broker is still unavailable',
    'the broker is available again',
  ])
  expect(health.troubles).toEqual([])
})

it('takes what comes and goes for one trouble', async () => {
  const { health, lines } = recorded()
  for (let times = 0; times < 20; times += 1) {
    health.failed('the database', 'gone')
    health.recovered('the database')
    expect(health.obstacle).toBeUndefined()
  }
  await vi.waitFor(() => expect(lines).toHaveLength(2), { timeout: 3_000 })
  expect(lines.at(-1)).toBe('the database is available again')
})

it('does not log what is not up yet at the start of the system, though it says so', async () => {
  const { health, lines, pass } = recorded(15_000)
  health.failed('payment', 'connection refused')
  expect(health.troubles).toHaveLength(1)
  pass(1_000)
  health.recovered('payment')
  expect(health.troubles).toEqual([])
  await new Promise((resolve) => setTimeout(resolve, 2_100))
  expect(lines).toEqual([])
})

it('logs what is still away when the start is over, and when that ends', async () => {
  const { health, lines, pass } = recorded(15_000)
  health.failed('payment', 'connection refused')
  pass(15_000)
  health.failed('payment', 'connection refused')
  health.recovered('payment')
  await vi.waitFor(() => expect(lines).toHaveLength(2), { timeout: 3_000 })
  expect(lines).toEqual(['payment is still unavailable', 'payment is available again'])
})
