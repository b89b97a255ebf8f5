import type { CustomerEvent } from '@bistro/events'
import { type Decision, ignore, reject } from '@bistro/kit'
import type {
  AccountCommand,
  ChangeAddress,
  ChangeCreditLimit,
  DebitCredit,
  ReleaseCredit,
  ReserveCredit,
} from './commands.ts'
import { type Account, availableOf, type Credit, type Registered } from './state.ts'

type Decided = Decision<CustomerEvent>

export function decide(command: AccountCommand, account: Account, credit: Credit): Decided {
  switch (command.type) {
    case 'Register': {
      const { type: _, ...data } = command
      return account.registered ? ignore('already-registered') : [{ type: 'CustomerRegistered', data }]
    }
    case 'ChangeAddress':
      return changeAddress(command, account)
    case 'ChangeCreditLimit':
      return changeCreditLimit(command, account)
    case 'ReserveCredit':
      return reserveCredit(command, account, credit)
    case 'ReleaseCredit':
    case 'DebitCredit':
      return endCredit(command, credit)
    default:
      return command satisfies never
  }
}

function changeAddress({ customerId, address }: ChangeAddress, account: Account): Decided {
  if (!account.registered) return unknownCustomer(customerId)
  const { line1, city, postcode, country } = account.address
  const same =
    line1 === address.line1 && city === address.city && postcode === address.postcode && country === address.country
  return same ? ignore('same-address') : [{ type: 'CustomerAddressChanged', data: { customerId, address } }]
}

function changeCreditLimit({ customerId, creditLimit }: ChangeCreditLimit, account: Account): Decided {
  if (!account.registered) return unknownCustomer(customerId)
  const { amount, currency } = account.creditLimit
  if (creditLimit.currency !== currency) return currencyMismatch(currency)
  return creditLimit.amount === amount
    ? ignore('same-credit-limit')
    : [{ type: 'CreditLimitChanged', data: { customerId, creditLimit } }]
}

const unknownCustomer = (customerId: string): Decided =>
  reject('unknown-customer', { detail: `There is no customer ${customerId}.` })

const currencyMismatch = (currency: string): Decided =>
  reject('currency-mismatch', { detail: `The account is kept in ${currency}. Send the limit in ${currency}.` })

function reserveCredit(command: ReserveCredit, account: Account, { credit }: Credit): Decided {
  if (!account.registered) throw new UnknownAccount(command.customerId, command.orderId)
  if (credit !== 'none') return ignore('credit-already-decided')
  const { customerId, orderId, reservationId, amount } = command
  const reason = refusal(command, account)
  if (!reason) return [{ type: 'CreditReserved', data: { customerId, orderId, reservationId, amount } }]
  const available = { amount: availableOf(account), currency: account.creditLimit.currency }
  return [{ type: 'CreditRefused', data: { customerId, orderId, reservationId, amount, available, reason } }]
}

function refusal({ amount }: ReserveCredit, account: Registered): string | undefined {
  if (amount.currency !== account.creditLimit.currency) return 'currency'
  return amount.amount > availableOf(account) ? 'insufficient_credit' : undefined
}

function endCredit(command: ReleaseCredit | DebitCredit, credit: Credit): Decided {
  if (credit.credit !== 'reserved') return ignore('no-credit-reserved')
  const { customerId, orderId } = command
  const { reservationId, amount } = credit
  const type = command.type === 'ReleaseCredit' ? 'CreditReleased' : 'CreditDebited'
  return [{ type, data: { customerId, orderId, reservationId, amount } }]
}

/** An order names an account that was never registered: no account is made for it; an operator must investigate. */
export class UnknownAccount extends Error {
  readonly code = 'unknown-account'
  readonly retryable = false

  constructor(customerId: string, orderId: string) {
    super(`order ${orderId} names customer ${customerId}, who has no account; find out who published it, then skip it`)
  }
}
