import { expect, it } from 'vitest'
import { holdsSecret, withoutSecrets } from '../src/secrets.ts'

it.each([
  [
    { cardToken: 'tok_ok', seats: 2 },
    { cardToken: '(secret)', seats: 2 },
  ],
  [{ charge: { means: 'card', reference: 'tok_ok' } }, { charge: { means: 'card', reference: '(secret)' } }],
  [{ orders: [{ cardToken: 'tok_ok' }] }, { orders: [{ cardToken: '(secret)' }] }],
])('covers a secret wherever it stands: %j', (value, covered) => {
  expect(withoutSecrets(value)).toEqual(covered)
  expect(holdsSecret(value)).toBe(true)
})

it.each([{ reference: 'transfer 17' }, { a: null, b: [1, 'text'], c: { d: 12n } }, null, 'tok_ok'])(
  'leaves everything else as it is',
  (value) => {
    expect(withoutSecrets(value)).toEqual(value)
    expect(holdsSecret(value)).toBe(false)
  },
)
