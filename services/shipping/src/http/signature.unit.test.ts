import { createHmac } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { isAuthentic, MAX_CLOCK_SKEW_S } from './signature.ts'

const NOW_S = 1_796_000_000
const body = Buffer.from('{"eventId":"e-1"}')
const sign = (secret: string, timestamp = String(NOW_S)) =>
  `v1=${createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex')}`

const check = (
  signatures: string | undefined,
  timestamp: string | undefined = String(NOW_S),
  secrets = ['new', 'old'],
) => isAuthentic({ body, timestamp, signatures }, secrets, NOW_S)

describe('a signature is good', () => {
  test('with any of our secrets', () => {
    expect(check(sign('new'))).toBe(true)
    expect(check(sign('old'))).toBe(true)
  })
  test('among others', () => expect(check(`${sign('older')}, ${sign('new')}`)).toBe(true))
  test.each([-MAX_CLOCK_SKEW_S, MAX_CLOCK_SKEW_S])('when it is %i s off', (skew) => {
    const timestamp = String(NOW_S + skew)
    expect(check(sign('new', timestamp), timestamp)).toBe(true)
  })
})

describe('a signature is bad', () => {
  const other = createHmac('sha256', 'new').update(`${NOW_S}.{}`).digest('hex')

  test.each([
    ['with another secret', sign('guess')],
    ['of another body', `v1=${other}`],
    ['of another scheme', sign('new').replace('v1=', 'v2=')],
    ['in upper case', sign('new').toUpperCase().replace('V1=', 'v1=')],
    ['when it is cut short', sign('new').slice(0, -2)],
    ['when it is empty', ''],
    ['when there is none', undefined],
  ])('%s', (_, signatures) => expect(check(signatures)).toBe(false))

  test.each([
    ['too old', String(NOW_S - MAX_CLOCK_SKEW_S - 1)],
    ['too new', String(NOW_S + MAX_CLOCK_SKEW_S + 1)],
    ['no number', 'now'],
    ['not whole', `${NOW_S}.5`],
    ['empty', ''],
  ])('when its time is %s', (_, timestamp) => expect(check(sign('new', timestamp), timestamp)).toBe(false))

  test('when its time is missing', () =>
    expect(isAuthentic({ body, timestamp: undefined, signatures: sign('new') }, ['new'], NOW_S)).toBe(false))

  test('when we know no secret', () => expect(check(sign('new'), String(NOW_S), [])).toBe(false))
})
