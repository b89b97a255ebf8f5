import { expect, it } from 'vitest'
import { memorySpeed } from './memory-speed.ts'

it('tells two times of an access', () => {
  const { nearNs, farNs } = memorySpeed()
  expect(nearNs).toBeGreaterThan(0)
  expect(farNs).toBeGreaterThan(nearNs)
})
