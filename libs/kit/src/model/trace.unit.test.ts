import { describe, expect, it } from 'vitest'
import { childOf } from './trace.ts'

const random = { newHex: (bytes: number): string => 'ab'.repeat(bytes) }
const trace = '0af7651916cd43dd8448eb211c80319c'

describe('the trace', () => {
  it('is continued with a parent of its own', () =>
    expect(childOf(`00-${trace}-b7ad6b7169203331-00`, random)).toBe(`00-${trace}-abababababababab-00`))

  it.each([undefined, '', 'nonsense', `00-${'0'.repeat(32)}-b7ad6b7169203331-01`, `00-${trace}-${'0'.repeat(16)}-01`])(
    'is made new for %s',
    (traceparent) => expect(childOf(traceparent, random)).toBe(`00-${'ab'.repeat(16)}-${'ab'.repeat(8)}-01`),
  )
})
