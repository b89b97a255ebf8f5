import type { CustomerEvent } from '@bistro/events'
import type { Account, Credit, Registered } from './state.ts'

export function evolve(account: Account, event: CustomerEvent): Account {
  if (event.type === 'CustomerRegistered') {
    const { name, email, address, creditLimit } = event.data
    return { registered: true, name, email, address, creditLimit, reserved: 0, balanceDue: 0 }
  }
  return account.registered ? evolveRegistered(account, event) : account
}

function evolveRegistered(account: Registered, event: Exclude<CustomerEvent, { type: 'CustomerRegistered' }>): Account {
  switch (event.type) {
    case 'CustomerAddressChanged':
      return { ...account, address: event.data.address }
    case 'CreditLimitChanged':
      return { ...account, creditLimit: event.data.creditLimit }
    case 'CreditReserved':
      return { ...account, reserved: account.reserved + event.data.amount.amount }
    case 'CreditRefused':
      return account
    case 'CreditReleased':
      return { ...account, reserved: account.reserved - event.data.amount.amount }
    case 'CreditDebited': {
      const { amount } = event.data.amount
      return { ...account, reserved: account.reserved - amount, balanceDue: account.balanceDue + amount }
    }
    default:
      return event satisfies never
  }
}

export function evolveCredit(credit: Credit, event: CustomerEvent): Credit {
  switch (event.type) {
    case 'CreditReserved':
      return { credit: 'reserved', reservationId: event.data.reservationId, amount: event.data.amount }
    case 'CreditRefused':
      return { credit: 'refused' }
    case 'CreditReleased':
      return { credit: 'released', reservationId: event.data.reservationId, amount: event.data.amount }
    case 'CreditDebited':
      return { credit: 'debited', reservationId: event.data.reservationId, amount: event.data.amount }
    default:
      return credit
  }
}
