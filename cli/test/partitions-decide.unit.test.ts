import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Act, BOUNDS, decide, type Sample } from '../src/partitions/decide.ts'

const EVERY_MS = 2_000
const ORDER = 'bistro.order.v1'

interface World {
  readonly samples: Sample[]
  partitions: number
  processes: number
  actedMs: number | undefined
  readonly done: Act[]
}

const newWorld = (): World => ({ samples: [], partitions: 6, processes: 1, actedMs: undefined, done: [] })

/** The controller beside a stack that does at once what it is told. */
function live(
  world: World,
  seconds: number,
  recordsPerSecond: number,
  lagOf: (world: World) => number = () => 0,
): void {
  for (let at = 0; at < seconds * 1_000; at += EVERY_MS) {
    const atMs = (world.samples.at(-1)?.atMs ?? 0) + EVERY_MS
    const { partitions, processes } = world
    world.samples.push({
      atMs,
      topics: [{ topic: ORDER, partitions, recordsPerSecond }],
      readers: [{ service: 'payment', processes, lagSeconds: lagOf(world), topics: [ORDER] }],
    })
    const acts = decide(world.samples, world.actedMs)
    for (const act of acts) {
      if (act.kind === 'partitions') world.partitions = act.to
      else world.processes = act.to
    }
    world.done.push(...acts)
    if (acts.length > 0) world.actedMs = atMs
  }
}

describe('partitions', () => {
  it('follow a load that doubles, doubles again, and again, as far as the bound', () => {
    const world = newWorld()
    const seen = [160, 320, 640, 1_280, 2_560].map((recordsPerSecond) => {
      live(world, 40, recordsPerSecond)
      return world.partitions
    })
    expect(seen).toEqual([6, 12, 24, BOUNDS.maxPartitions, BOUNDS.maxPartitions])
    expect(world.done.map(({ kind, to }) => [kind, to])).toEqual([
      ['partitions', 12],
      ['partitions', 24],
    ])
  })

  it('are added at once as far as a jump of the load needs', () => {
    const world = newWorld()
    live(world, 20, 1_000)
    expect(world.done).toMatchObject([{ kind: 'partitions', topic: ORDER, to: 24 }])
    expect(world.done[0]?.why).toBe('at least 1000 records a second, 167 for each of 6 partitions')
  })

  it('are not added for a peak that does not last', () => {
    const world = newWorld()
    for (let round = 0; round < 10; round += 1) {
      live(world, BOUNDS.lastingMs / 1_000, 1_000)
      live(world, 2, 10)
    }
    expect(world.done).toEqual([])
  })

  it('stay when the load goes', () => {
    const world = newWorld()
    live(world, 20, 320)
    live(world, 100, 0)
    expect(world.partitions).toBe(12)
  })
})

describe('processes', () => {
  it('are added one by one while a reader falls behind, as far as the bound', () => {
    const world = newWorld()
    live(world, 200, 100, () => 10)
    expect(world.processes).toBe(BOUNDS.maxProcesses)
    expect(world.done.map(({ kind }) => kind)).toEqual(['processes', 'processes'])
    expect(world.done[0]?.why).toBe('10.0 s behind, and not catching up')
  })

  it('come one at a time, to the reader that is furthest behind', () => {
    const behind = (atMs: number): Sample => ({
      atMs,
      topics: [{ topic: ORDER, partitions: 6, recordsPerSecond: 10 }],
      readers: (['payment', 'order', 'customer'] as const).map((service, index) => ({
        ...{ service, processes: 1, lagSeconds: [10, 30, 20][index] ?? 0, topics: [ORDER] },
      })),
    })
    const acts = decide([behind(0), behind(BOUNDS.lastingMs)])
    expect(acts).toMatchObject([{ kind: 'processes', service: 'order', to: 2 }])
  })

  it('are enough when the lag ends with one more', () => {
    const world = newWorld()
    live(world, 200, 100, ({ processes }) => (processes < 2 ? 10 : 0))
    expect(world.processes).toBe(2)
  })

  it('are not added while a reader catches up', () => {
    const world = newWorld()
    live(world, 60, 100, ({ samples }) => 100 - samples.length)
    expect(world.done).toEqual([])
  })

  it('are never more than partitions, and wait for partitions where those are due as well', () => {
    const world = { ...newWorld(), partitions: 1 }
    live(world, 30, 10, () => 10)
    expect(world.done).toEqual([])
    live(world, 60, 50, () => 10)
    expect(world.done.map(({ kind, to }) => `${to} ${kind}`)).toEqual(['2 partitions', '2 processes'])
  })
})

it('whatever the load does, it keeps to the bounds, and rests after each act', () => {
  const phases = fc.array(
    fc.record({ rate: fc.nat(10_000), lag: fc.nat(30), seconds: fc.integer({ min: 2, max: 60 }) }),
  )
  fc.assert(
    fc.property(phases, (all) => {
      const world = newWorld()
      for (const { rate, lag, seconds } of all) {
        const before = { actedMs: world.actedMs, partitions: world.partitions }
        live(world, seconds, rate, () => lag)
        expect(world.partitions).toBeGreaterThanOrEqual(before.partitions)
        if (before.actedMs !== undefined && world.actedMs !== before.actedMs)
          expect((world.actedMs ?? 0) - before.actedMs).toBeGreaterThanOrEqual(BOUNDS.restMs + BOUNDS.lastingMs)
      }
      expect([6, 12, 24]).toContain(world.partitions)
      expect(world.processes).toBeLessThanOrEqual(BOUNDS.maxProcesses)
    }),
    { numRuns: 50 },
  )
})
