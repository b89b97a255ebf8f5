import type { RefusedRefunds } from './cards.ts'

/** Minor units. */
export interface Money {
  readonly amount: number
  readonly currency: string
}

/** A request that took effect: its key, and its body's fingerprint to detect a reused key. */
export interface Keyed {
  readonly key: string
  readonly fingerprint: string
}

export type ChargeStatus = 'captured' | 'declined' | 'voided'

export interface Charge extends Keyed {
  readonly status: ChargeStatus
  readonly amount: Money
  readonly providerReference?: string
}

export interface Refund extends Keyed {
  readonly amount: Money
}

/** The provider's state of one reference of the merchant. */
export interface Account {
  readonly charges: readonly Charge[]
  readonly voids: readonly Keyed[]
  readonly refunds: readonly Refund[]
  readonly voided: boolean
  readonly refusesRefunds: RefusedRefunds
  readonly refusedRefunds: number
}

export const emptyAccount: Account = {
  charges: [],
  voids: [],
  refunds: [],
  voided: false,
  refusesRefunds: 0,
  refusedRefunds: 0,
}

interface ChargeRequest extends Keyed {
  readonly amount: Money
  readonly outcome: 'captured' | 'declined'
  readonly refusesRefunds: RefusedRefunds
  readonly providerReference: string
}

/** Decides a charge. After a void nothing is captured any more. */
export function charge(account: Account, request: ChargeRequest): Account {
  const { key, fingerprint, amount, outcome, refusesRefunds, providerReference } = request
  const status = account.voided ? 'voided' : outcome
  const made: Charge = { key, fingerprint, amount, status, ...(status === 'captured' && { providerReference }) }
  return {
    ...account,
    charges: [...account.charges, made],
    refusesRefunds: status === 'captured' ? refusesRefunds : account.refusesRefunds,
  }
}

/** Voids the reference permanently, unless money was captured, which only a refund returns. */
export function voidReference(account: Account, request: Keyed): Account {
  const captured = voidAnswer(account) === 'captured'
  return { ...account, voids: [...account.voids, request], voided: account.voided || !captured }
}

/** The answer to a void of this reference. */
export function voidAnswer(account: Account): ChargeStatus {
  const statuses = account.charges.map(({ status }) => status)
  if (statuses.includes('captured')) return 'captured'
  return statuses.includes('declined') ? 'declined' : 'voided'
}

/** Refunds, or counts a refusal. Requires captured, not yet refunded money in that currency. */
export function refund(account: Account, request: Refund): Account {
  const held = total(account.charges.filter(isCaptured), request.amount.currency) - refunded(account, request.amount)
  if (request.amount.amount > held || !account.charges.some(isCaptured)) return account
  const { refusesRefunds, refusedRefunds } = account
  if (refusesRefunds === 'all' || refusedRefunds < refusesRefunds) {
    return { ...account, refusedRefunds: refusedRefunds + 1 }
  }
  return { ...account, refunds: [...account.refunds, request] }
}

/** The money that moved, without keys. */
export const ledgerOf = (account: Account) => ({
  captures: account.charges.filter(isCaptured).map(({ amount }) => ({ amount })),
  refunds: account.refunds.map(({ amount }) => ({ amount })),
})

const isCaptured = ({ status }: Charge): boolean => status === 'captured'

const refunded = (account: Account, { currency }: Money): number => total(account.refunds, currency)

const total = (entries: readonly { readonly amount: Money }[], currency: string): number =>
  entries.reduce((sum, { amount }) => (amount.currency === currency ? sum + amount.amount : sum), 0)
