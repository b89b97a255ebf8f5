import { expect, it } from 'vitest'
import { mapError } from '../../src/kafka/errors.ts'

/** As the driver throws it. */
const login = (reason: string) =>
  Object.assign(new Error(`SASL SCRAM SHA512 authentication failed: ${reason}`), { retriable: false })

it.each([
  ['a broker that goes away during a login is away', login('Closed connection'), 'log-unavailable'],
  [
    'a wrong password is refused',
    login('Authentication failed during authentication due to invalid credentials'),
    'log-refused',
  ],
  [
    'a lost connection is away',
    Object.assign(new Error('connect ECONNREFUSED'), { retriable: true }),
    'log-unavailable',
  ],
])('%s', (_, error, code) => {
  expect(mapError(error)).toMatchObject({ code, retryable: code === 'log-unavailable' })
})
