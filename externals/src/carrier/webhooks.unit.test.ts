import { createHmac } from 'node:crypto'
import { expect, test } from 'vitest'
import { backoffMs } from './backoff.ts'
import { signatureHeaders } from './signature.ts'

test('signs timestamp and raw body with every secret', () => {
  const v1 = (secret: string) => `v1=${createHmac('sha256', secret).update('1700000000.{"a":1}').digest('hex')}`
  expect(signatureHeaders(['new', 'old'], 1_700_000_000, '{"a":1}')).toEqual({
    'carrier-timestamp': '1700000000',
    'carrier-signature': `${v1('new')},${v1('old')}`,
  })
})

test('back-off doubles, is bounded, and spreads over its upper half', () => {
  expect([1, 2, 3, 4].map((failures) => backoffMs(failures, 1))).toEqual([100, 200, 400, 800])
  expect(backoffMs(1, 0)).toBe(50)
  expect(backoffMs(1_000_000, 1)).toBe(5_000)
})
