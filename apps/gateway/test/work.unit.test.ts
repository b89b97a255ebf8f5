import { SYSTEM } from '@bistro/kit/runtime'
import { SERVICES, type ServiceName } from '@bistro/services'
import { expect, test } from 'vitest'
import { Work } from '../src/waiting/asked.ts'

const ROWS = 1_250
const STREAM = '01a00000-0000-7000-8000-000000000001'
const NO_LOG = { service: 'order', what: 'the log', reason: 'connection refused' } as const
const row = (index: number) => ({
  ...{ streamId: index === 0 ? STREAM : `s${index}`, name: 'hold', kind: 'timer', attempt: 0 },
  ...{ dueAt: '2030-05-01T12:00:00.000Z', since: '2030-05-01T11:00:00.000Z' },
})

/** Services of which reservation has many timers. */
function open(rows: number) {
  let isAway = false
  const paths = new Set<string>()
  let calls = 0
  const get = async (service: ServiceName, path: string): Promise<unknown> => {
    calls += 1
    if (isAway) throw new Error('connection refused')
    const { pathname, searchParams } = new URL(path, 'http://x')
    paths.add(pathname)
    if (pathname !== '/pending' || service !== 'reservation') return { items: [] }
    const start = Number(searchParams.get('after') ?? 0)
    const all = Array.from({ length: searchParams.has('stream') ? 1 : rows }, (_, index) => row(index))
    const items = all.slice(start, start + Number(searchParams.get('limit')))
    return { items, ...(start + items.length < all.length && { next: String(start + items.length) }) }
  }
  let monotonicMs = 0
  const clock = { ...SYSTEM.clock, monotonic: () => monotonicMs }
  const watch = {
    get lacks() {
      return isAway ? SERVICES.map((service) => ({ service, reason: 'connection refused' })) : [NO_LOG]
    },
  }
  const work = new Work({ services: { get: get as never }, watch, clock })
  return {
    work,
    calls: () => calls,
    paths: () => [...paths].sort(),
    leave: () => (isAway = true),
    later: (ms: number) => (monotonicMs += ms),
  }
}

test('Lists are read to their end, and the longer they are, the later again', async () => {
  const { work, calls, later } = open(ROWS)
  const asked = await work.ask()
  expect(asked.pendingOf('s1249')).toMatchObject([{ service: 'reservation', name: 'hold' }])
  const first = calls()
  await work.ask()
  expect(calls()).toBe(first)
  later(1_001)
  await work.ask()
  expect(calls()).toBe(first)
  later(ROWS / 2)
  await work.ask()
  expect(calls()).toBe(2 * first)
})

test('What a service has said last is kept when it does not answer, also what it said about one saga', async () => {
  const { work, leave, later } = open(0)
  const reservation = [['reservation', STREAM]] as const
  expect((await work.askAbout(reservation)).pendingOf(STREAM)).toHaveLength(1)
  leave()
  later(1_001)
  const asked = await work.askAbout(reservation)
  expect(asked.pendingOf(STREAM)).toMatchObject([{ service: 'reservation', name: 'hold' }])
  expect([...asked.away.keys()].sort()).toEqual([...SERVICES].sort())
})

test('What a service lacks is what it has told the watch: nobody asks it a second time', async () => {
  const { work, paths } = open(0)
  const { lacks, away } = await work.ask()
  expect(lacks).toEqual([NO_LOG])
  expect(away.size).toBe(0)
  expect(paths()).toEqual(['/parked', '/pending'])
})
