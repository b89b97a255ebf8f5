import { describe, expect, it } from 'vitest'
import { childOf } from './trace.ts'

const random = { newHex: (bytes: number): string => 'ab'.repeat(bytes) }
const trace = '0af7651916cd43dd8448eb211c80319c'

describe('the trace', () => {
  it('is continued with a parent of its own', () =>
    expect(childOf(`00-${trace}-b7ad6b7169203331-00`, random)).toBe(`00-${trace}-abababababababab-00`))

  it.each([
    ['a later version', `01-${trace}-b7ad6b7169203331-01`],
    ['a later version with more behind', `cc-${trace}-b7ad6b7169203331-01-what.the-future_brings`],
    ['flags that nobody knows yet', `00-${trace}-b7ad6b7169203331-fd`],
  ])('is continued, as far as version 00 goes, from %s', (_, traceparent) =>
    expect(childOf(traceparent, random)).toBe(`00-${trace}-abababababababab-01`),
  )

  it('is not sampled where only unknown flags are set', () =>
    expect(childOf(`00-${trace}-b7ad6b7169203331-fe`, random)).toBe(`00-${trace}-abababababababab-00`))

  it.each([
    undefined,
    '',
    'nonsense',
    `00-${'0'.repeat(32)}-b7ad6b7169203331-01`,
    `00-${trace}-${'0'.repeat(16)}-01`,
    `ff-${trace}-b7ad6b7169203331-01`,
    `00-${trace}-b7ad6b7169203331-01-more`,
    `00-${trace}-b7ad6b7169203331-01-`,
    `01-${trace}-b7ad6b7169203331-01more`,
    `01-${trace}-b7ad6b7169203331-0`,
    `00-${trace.toUpperCase()}-b7ad6b7169203331-01`,
  ])('is made new for %s', (traceparent) =>
    expect(childOf(traceparent, random)).toBe(`00-${'ab'.repeat(16)}-${'ab'.repeat(8)}-01`),
  )
})
