import kafkajs from 'kafkajs'
import { expect, it } from 'vitest'
import { mapError } from '../../src/kafka/errors.ts'

const login = (reason: string) =>
  new kafkajs.KafkaJSSASLAuthenticationError(`SASL SCRAM SHA512 authentication failed: ${reason}`)

it.each([
  ['a broker that goes away during a login is away', login('Closed connection'), 'log-unavailable'],
  [
    'a wrong password is refused',
    login('Authentication failed during authentication due to invalid credentials'),
    'log-refused',
  ],
  [
    'a lost connection is away',
    new kafkajs.KafkaJSConnectionError('Connection error: connect ECONNREFUSED'),
    'log-unavailable',
  ],
])('%s', (_, error, code) => {
  expect(mapError(error)).toMatchObject({ code, retryable: code === 'log-unavailable' })
})
