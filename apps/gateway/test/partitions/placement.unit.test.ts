import fc from 'fast-check'
import { Partitioners } from 'kafkajs'
import { expect, it } from 'vitest'
import { movesOf } from '../../src/partitions/moves.ts'
import { placementOf } from '../../src/partitions/placement.ts'

const partitioner = Partitioners.DefaultPartitioner()

function byDriver(key: string, partitions: number): number {
  const partitionMetadata = Array.from({ length: partitions }, (_, partitionId) => ({
    ...{ partitionId, leader: 0, replicas: [], isr: [], partitionErrorCode: 0 },
  }))
  return partitioner({ topic: 't', partitionMetadata, message: { key, value: null } })
}

it('a key goes where the driver of the services sends it, whatever the key', () => {
  fc.assert(
    fc.property(fc.string({ minLength: 1, unit: 'grapheme' }), fc.integer({ min: 1, max: 500 }), (key, partitions) => {
      expect(placementOf(key, partitions).partition).toBe(byDriver(key, partitions))
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

const gcd = (a: number, b: number): number => (b === 0 ? a : gcd(b, a % b))

/** Of all numbers up to the least common multiple, those with equal remainders. */
const stays = (from: number, to: number): number => (Math.min(from, to) * gcd(from, to)) / (from * to)

it.each([
  [6, 7],
  [6, 12],
  [12, 6],
  [6, 6],
  [1, 50],
  [5, 8],
])('from %i to %i partitions, remainders move what arithmetic says, a ring about as little as possible', (from, to) => {
  const { modulo, consistent } = movesOf(from, to)
  const least = Math.abs(to - from) / Math.max(from, to)
  expect(modulo).toBeCloseTo(1 - stays(from, to), 1)
  expect(Math.abs(consistent - least)).toBeLessThan(0.06)
  expect(consistent).toBeLessThanOrEqual(modulo + 0.06)
})
