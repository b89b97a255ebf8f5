import { expect, it } from 'vitest'
import { evening } from '../../../test/saga.ts'
import { evenings } from './evenings.ts'
import { knownCustomers } from './known-customers.ts'

it('lists an evening as it was opened', () => {
  expect(evenings.on.EveningOpened?.key(evening)).toBe('e1')
  expect(evenings.on.EveningOpened?.row(null, evening)).toEqual(evening)
})

it('knows a customer whose registration has arrived, and nothing private', () => {
  const address = { line1: '1 Rue du Four', city: 'Lyon', postcode: '69001', country: 'FR' }
  const registered = {
    customerId: 'c1',
    name: 'Ada',
    email: 'ada@example.com',
    address,
    creditLimit: { amount: 1, currency: 'EUR' },
  }
  const fold = knownCustomers.on.CustomerRegistered
  expect(fold?.key(registered)).toBe('c1')
  expect(fold?.row(null, registered)).toEqual({ customerId: 'c1' })
  expect(fold?.row({ customerId: 'c1' }, registered)).toEqual({ customerId: 'c1' })
})
