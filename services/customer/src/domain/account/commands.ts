import type { Address, Money } from '@bistro/events'

export interface Register {
  readonly type: 'Register'
  readonly customerId: string
  readonly name: string
  readonly email: string
  readonly address: Address
  readonly creditLimit: Money
}

export interface ChangeAddress {
  readonly type: 'ChangeAddress'
  readonly customerId: string
  readonly address: Address
}

export interface ChangeCreditLimit {
  readonly type: 'ChangeCreditLimit'
  readonly customerId: string
  readonly creditLimit: Money
}

export interface ReserveCredit {
  readonly type: 'ReserveCredit'
  readonly customerId: string
  readonly orderId: string
  readonly reservationId: string
  readonly amount: Money
}

export interface ReleaseCredit {
  readonly type: 'ReleaseCredit'
  readonly customerId: string
  readonly orderId: string
}

export interface DebitCredit {
  readonly type: 'DebitCredit'
  readonly customerId: string
  readonly orderId: string
}

export type AccountCommand = Register | ChangeAddress | ChangeCreditLimit | ReserveCredit | ReleaseCredit | DebitCredit
