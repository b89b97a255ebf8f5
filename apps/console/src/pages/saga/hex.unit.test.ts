import { expect, test } from 'vitest'
import { hexOf } from './hex.ts'

test('bytes are shown with their place, in hex and as text', () => {
  const raw = Buffer.from([0, 0, 0, 0, 12, ...Buffer.from('abc<é')]).toString('base64')
  expect(hexOf(raw).split('\n')).toEqual([
    '0000  00 00 00 00 0c 61 62 63  .....abc',
    '0008  3c c3 a9                 <..',
  ])
})
