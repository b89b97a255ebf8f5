import fc from 'fast-check'
import { Partitioners } from 'kafkajs'
import { describe, expect, it } from 'vitest'
import { movesOf, partitionOf, placementOf, SCHEMES } from '../src/partitions/index.ts'
import { onRing } from '../src/partitions/ring.ts'

const partitioner = Partitioners.DefaultPartitioner()

function byDriver(key: string, partitions: number): number {
  const partitionMetadata = Array.from({ length: partitions }, (_, partitionId) => ({
    ...{ partitionId, leader: 0, replicas: [], isr: [], partitionErrorCode: 0 },
  }))
  return partitioner({ topic: 't', partitionMetadata, message: { key, value: null } })
}

describe('placement', () => {
  it('a key goes where the driver of the services sends it, whatever the key', () => {
    const keys = fc.string({ minLength: 1, unit: 'grapheme' })
    fc.assert(
      fc.property(keys, fc.integer({ min: 1, max: 500 }), (key, partitions) => {
        expect(placementOf(key, partitions).partition).toBe(byDriver(key, partitions))
        expect(partitionOf(key, partitions)).toBe(byDriver(key, partitions))
      }),
    )
  })

  it('the steps are shown as Java computes them', () => {
    // The values of Kafka's own test (UtilsTest.testMurmur2).
    expect(placementOf('21', 6).hash).toBe(-973_932_308)
    expect(placementOf('foobar', 6).hash).toBe(-790_332_482)
    expect(placementOf('a-little-bit-long-string', 6).hash).toBe(-985_981_536)
    expect(placementOf('é', 6)).toMatchObject({ bytes: [0xc3, 0xa9], partitions: 6 })
  })
})

const KEYS = Array.from({ length: 10_000 }, (_, number) => `order-${number}`)

const gcd = (a: number, b: number): number => (b === 0 ? a : gcd(b, a % b))

/** Of all numbers up to the least common multiple, those with equal remainders. */
const stays = (from: number, to: number): number => (Math.min(from, to) * gcd(from, to)) / (from * to)

/** No scheme that spreads keys evenly moves fewer. */
const least = (from: number, to: number): number => Math.abs(to - from) / Math.max(from, to)

describe.each([
  [6, 7],
  [6, 12],
  [12, 24],
  [12, 6],
  [6, 6],
  [1, 50],
  [5, 8],
])('from %i to %i partitions', (from, to) => {
  it('hash mod N moves what arithmetic says', () => {
    const { moved, fullest } = movesOf(KEYS, SCHEMES.modulo, from, to)
    expect(moved).toBeCloseTo(1 - stays(from, to), 1)
    expect(fullest).toBeLessThan(1.3)
  })

  it('a ring and rendezvous move about as few as can be', () => {
    // Each partition has 200 arcs of random length: its share is off by a fourteenth, one standard deviation.
    expect(Math.abs(movesOf(KEYS, SCHEMES.ring, from, to).moved - least(from, to))).toBeLessThan(0.06)
    expect(Math.abs(movesOf(KEYS, SCHEMES.rendezvous, from, to).moved - least(from, to))).toBeLessThan(0.02)
  })
})

it('twice as many partitions: hash mod N moves as few keys as any other way', () => {
  for (const from of [6, 12]) expect(movesOf(KEYS, SCHEMES.modulo, from, 2 * from).moved).toBeCloseTo(0.5, 1)
})

it.each(['ring', 'rendezvous'] as const)('%s: a key that moves, moves to a partition that is new', (name) => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 30 }), fc.integer({ min: 1, max: 30 }), fc.uuid(), (from, more, key) => {
      const [before, after] = [SCHEMES[name](from)(key), SCHEMES[name](from + more)(key)]
      if (after !== before) expect(after).toBeGreaterThanOrEqual(from)
    }),
    { numRuns: 50 },
  )
})

const fullestOn = (partitions: number, points: number): number =>
  movesOf(KEYS, (count) => onRing(count, points), partitions, partitions).fullest

it('a ring is even because each partition has many points: the spread falls with the square root of their number', () => {
  // With one point each, the longest of n arcs is about as long as the n-th harmonic number says: 3.8 means for 24.
  expect(fullestOn(24, 1)).toBeGreaterThan(2)
  // The fullest of 24 is two to three standard deviations above the mean, which is 1 / sqrt(points).
  expect(fullestOn(24, 25)).toBeLessThan(1 + 4 / Math.sqrt(25))
  expect(fullestOn(24, 400)).toBeLessThan(1 + 4 / Math.sqrt(400))
})

it('without keys, nothing moves', () => {
  expect(movesOf([], SCHEMES.ring, 6, 12)).toEqual({ moved: 0, fullest: 0 })
})
