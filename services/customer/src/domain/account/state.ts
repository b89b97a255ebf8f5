import type { Address, Money } from '@bistro/events'

/** A guest's house account. Amounts are minor units of the credit limit's currency, which never changes. */
export type Account =
  | { readonly registered: false }
  | {
      readonly registered: true
      readonly name: string
      readonly email: string
      readonly address: Address
      readonly creditLimit: Money
      /** Reserved for open orders. */
      readonly reserved: number
      readonly balanceDue: number
    }

export type Registered = Extract<Account, { registered: true }>

export const UNREGISTERED: Account = { registered: false }

/** Status of one order's credit; each step is taken once. */
export type Credit =
  | { readonly credit: 'none' }
  | { readonly credit: 'refused' }
  | {
      readonly credit: 'reserved' | 'released' | 'debited'
      readonly reservationId: string
      readonly amount: Money
    }

export const NO_CREDIT: Credit = { credit: 'none' }

/** What can still be reserved. Negative after the limit was lowered below what is used. */
export const availableOf = (account: Registered): number =>
  account.creditLimit.amount - account.reserved - account.balanceDue
