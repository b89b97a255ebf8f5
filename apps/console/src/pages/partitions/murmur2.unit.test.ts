import { describe, expect, it } from 'vitest'
import { murmur2, partitionOf } from './murmur2.ts'

// From Kafka's own tests (UtilsTest.testMurmur2).
describe('murmur2', () => {
  it.each([
    ['21', -973932308],
    ['foobar', -790332482],
    ['a-little-bit-long-string', -985981536],
    ['a-little-bit-longer-string', -1486304829],
    ['lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8', -58897971],
    ['abc', 479470107],
  ])('of %s is what Kafka computes', (key, hash) => expect(murmur2(key).hash | 0).toBe(hash))

  it('takes four bytes at each step, and what remains at the last', () => {
    const { bytes, steps } = murmur2('foobar')
    expect(steps.map((step) => step.bytes.length)).toEqual([4, 2])
    expect(steps.flatMap((step) => step.bytes)).toEqual(bytes)
  })

  it('an empty key has no step', () => expect(murmur2('').steps).toEqual([]))

  it('counts the bytes of a key, not its letters', () => expect(murmur2('é').bytes).toEqual([0xc3, 0xa9]))
})

it('a key goes to a partition that exists', () => {
  for (const key of ['', '21', 'foobar', 'é', '🍽️'])
    for (const partitions of [1, 6, 7, 1000]) {
      const partition = partitionOf(murmur2(key), partitions)
      expect(partition).toBeGreaterThanOrEqual(0)
      expect(partition).toBeLessThan(partitions)
    }
})
