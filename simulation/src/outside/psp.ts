import type { Money } from '@bistro/events'

/** The call gets no response. */
export class NoAnswer extends Error {
  /** How long the caller waits before it gives up. */
  readonly afterMs: number

  constructor(message: string, afterMs = 0) {
    super(message)
    this.afterMs = afterMs
  }
}

/** What the provider has stored under one of the merchant's references. */
export interface Account {
  readonly captures: number[]
  readonly refunds: number[]
  readonly charges: Map<string, 'captured' | 'declined' | 'voided'>
  readonly refundKeys: Set<string>
  voided: boolean
  refusals: number
  asked: number
  cardToken: string
}

const UNREACHABLE_TIMES = 3
const REFUND_RETRIES = 2
const CALL_TIMEOUT_MS = 10_000
const NEVER_CHARGED = new Set(['tok_never'])
const NEVER_TOLD = new Set(['tok_never', 'tok_charged_silently'])
const APPROVED = new Set([
  'tok_ok',
  'tok_slow',
  'tok_lost_answer',
  'tok_unreachable',
  'tok_charged_silently',
  'tok_refund_retry',
  'tok_refund_never',
])

/** The card provider: keys, cards by token, and a ledger that no service reads. */
export class SimulatedPsp {
  readonly accounts = new Map<string, Account>()

  charge(key: string, request: { paymentId: string; amount: Money; cardToken: string }): object {
    const account = this.#account(request.paymentId)
    const { cardToken } = request
    account.cardToken = cardToken
    const known = account.charges.get(key)
    if (known === undefined) {
      account.asked += 1
      if (cardToken === 'tok_unreachable' && account.asked <= UNREACHABLE_TIMES) throw new NoAnswer('503 unavailable')
      if (NEVER_CHARGED.has(cardToken)) throw new NoAnswer('the card provider does not respond', CALL_TIMEOUT_MS)
      this.#decide(account, key, request)
      if (cardToken === 'tok_lost_answer') throw new NoAnswer('the connection drops')
    }
    if (NEVER_TOLD.has(cardToken)) throw new NoAnswer('the card provider does not respond', CALL_TIMEOUT_MS)
    const status = account.charges.get(key)!
    return status === 'captured' ? { status, providerReference: `ref-${request.paymentId}` } : { status }
  }

  #decide(account: Account, key: string, { amount, cardToken }: { amount: Money; cardToken: string }): void {
    const status = account.voided ? 'voided' : APPROVED.has(cardToken) ? 'captured' : 'declined'
    account.charges.set(key, status)
    if (status === 'captured') account.captures.push(amount.amount)
  }

  void({ paymentId }: { paymentId: string }): object {
    const account = this.#account(paymentId)
    const statuses = [...account.charges.values()]
    if (statuses.includes('captured')) return { status: 'captured' }
    account.voided = true
    return { status: statuses.includes('declined') ? 'declined' : 'voided' }
  }

  refund(key: string, { paymentId, amount }: { paymentId: string; amount: Money }): object {
    const account = this.#account(paymentId)
    if (account.refundKeys.has(key)) return { status: 'refunded' }
    if (account.cardToken === 'tok_refund_never') return { status: 'refused' }
    if (account.cardToken === 'tok_refund_retry' && account.refusals++ < REFUND_RETRIES) return { status: 'refused' }
    account.refundKeys.add(key)
    account.refunds.push(amount.amount)
    return { status: 'refunded' }
  }

  #account(reference: string): Account {
    const known = this.accounts.get(reference)
    if (known) return known
    const account: Account = {
      captures: [],
      refunds: [],
      charges: new Map(),
      refundKeys: new Set(),
      ...{ voided: false, refusals: 0, asked: 0, cardToken: '' },
    }
    this.accounts.set(reference, account)
    return account
  }
}
