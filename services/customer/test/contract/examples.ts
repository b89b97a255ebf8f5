import type { CustomerEvent } from '@bistro/events'
import { SAMPLE } from '@bistro/events/contract'
import { type Examples, story } from '@bistro/kit/testing'
import { type AccountCommand, account } from '../../src/domain/account/index.ts'

const { customerId, orderId, reservationId, name, email, address, creditLimit, balance } = SAMPLE
const euros = (amount: number) => ({ amount, currency: 'EUR' })

export const register: AccountCommand = { type: 'Register', customerId, name, email, address, creditLimit }
const move: AccountCommand = { type: 'ChangeAddress', customerId, address: { ...address, line1: '5 quai Conti' } }
const lower: AccountCommand = { type: 'ChangeCreditLimit', customerId, creditLimit: euros(15_000) }
const order = { customerId, orderId, reservationId }
export const reserve: AccountCommand = { type: 'ReserveCredit', ...order, amount: balance }
const reserveTooMuch: AccountCommand = { ...reserve, amount: euros(creditLimit.amount + 1) }
export const release: AccountCommand = { type: 'ReleaseCredit', customerId, orderId }
export const debit: AccountCommand = { type: 'DebitCredit', customerId, orderId }

/** How each event that this service publishes comes about. */
export const examples: Examples<CustomerEvent> = {
  CustomerRegistered: story(account, [register]),
  CustomerAddressChanged: story(account, [register, move]),
  CreditLimitChanged: story(account, [register, lower]),
  CreditReserved: story(account, [register, reserve]),
  CreditRefused: story(account, [register, reserveTooMuch]),
  CreditReleased: story(account, [register, reserve, release]),
  CreditDebited: story(account, [register, reserve, debit]),
}
