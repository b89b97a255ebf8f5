import type { Money as MoneyData } from '@bistro/events'
import { Closed, Currency, Id, Money, PageOf, Text } from '@bistro/kit/http'
import Type from 'typebox'
import { availableOf, type Registered } from '../domain/account/index.ts'

const MAX_LINE_CHARACTERS = 200
const MAX_POSTCODE_CHARACTERS = 20
/** The longest address that mail can be sent to (RFC 5321). */
const MAX_EMAIL_CHARACTERS = 254

const Address = Closed({
  line1: Text(MAX_LINE_CHARACTERS),
  city: Text(MAX_LINE_CHARACTERS),
  postcode: Text(MAX_POSTCODE_CHARACTERS),
  country: Text(MAX_LINE_CHARACTERS),
})
const Email = Type.String({ format: 'email', maxLength: MAX_EMAIL_CHARACTERS })

export const NewCustomer = Closed({
  name: Text(MAX_LINE_CHARACTERS),
  email: Email,
  address: Address,
  creditLimit: Money,
})
export const NewAddress = Closed({ address: Address })
export const NewCreditLimit = Closed({ creditLimit: Money })

export const CustomerCreated = Closed({ customerId: Id })

export const Customer = Closed({
  customerId: Id,
  name: Type.String(),
  email: Type.String(),
  address: Address,
  creditLimit: Money,
  reserved: Money,
  balanceDue: Money,
  available: Closed(
    { amount: Type.Integer(), currency: Currency },
    { description: 'creditLimit − reserved − balanceDue; negative after the limit was lowered below what is used' },
  ),
})

export const CustomerReservations = PageOf(
  Closed({
    reservationId: Id,
    eveningId: Id,
    seats: Type.Integer(),
    status: Type.String({ description: 'confirmed, cancelling or cancelled' }),
  }),
)

/** An account as its guest sees it. */
export function toCustomer(customerId: string, account: Registered): Type.Static<typeof Customer> {
  const { name, email, address, creditLimit } = account
  const money = (amount: number): MoneyData => ({ amount, currency: creditLimit.currency })
  return {
    customerId,
    name,
    email,
    address,
    creditLimit,
    reserved: money(account.reserved),
    balanceDue: money(account.balanceDue),
    available: money(availableOf(account)),
  }
}
