import { describe, expect, test } from 'vitest'
import { type Account, charge, emptyAccount, ledgerOf, refund, voidAnswer, voidReference } from './account.ts'
import { cardOf } from './cards.ts'

const money = (amount: number, currency = 'EUR') => ({ amount, currency })

function charged(token: string, amount = 100, account: Account = emptyAccount, key = 'k'): Account {
  const { outcome, refusesRefunds } = cardOf(token)
  if (outcome === 'untouched') return account
  const request = { key, fingerprint: 'f', amount: money(amount), outcome, refusesRefunds, providerReference: 'p' }
  return charge(account, request)
}

const refunded = (account: Account, amount: number, currency = 'EUR', key = 'r'): Account =>
  refund(account, { key, fingerprint: 'f', amount: money(amount, currency) })

const voided = (account: Account): Account => voidReference(account, { key: 'v', fingerprint: 'f' })

describe('charge', () => {
  test('captures with an approved card and moves money', () => {
    const account = charged('tok_ok')
    expect(account.charges).toMatchObject([{ status: 'captured', providerReference: 'p' }])
    expect(ledgerOf(account)).toEqual({ captures: [{ amount: money(100) }], refunds: [] })
  })
  test('declines without moving money', () => {
    const account = charged('tok_declined')
    expect(account.charges[0]).toMatchObject({ status: 'declined' })
    expect(account.charges[0]).not.toHaveProperty('providerReference')
    expect(ledgerOf(account).captures).toEqual([])
  })
  test('a voided reference never charges, under no key', () => {
    const account = charged('tok_ok', 100, charged('tok_ok', 100, voided(emptyAccount)), 'another')
    expect(account.charges.map(({ status }) => status)).toEqual(['voided', 'voided'])
    expect(ledgerOf(account).captures).toEqual([])
  })
  test('a second key charges a second time, and the ledger shows both', () => {
    expect(ledgerOf(charged('tok_ok', 70, charged('tok_ok'), 'another')).captures).toHaveLength(2)
  })
})

describe('void', () => {
  test.each([
    ['nothing charged', emptyAccount, 'voided'],
    ['captured', charged('tok_ok'), 'captured'],
    ['declined', charged('tok_declined'), 'declined'],
  ] as const)('%s', (_, account, answer) => {
    expect(voidAnswer(account)).toBe(answer)
    expect(voidAnswer(voided(account))).toBe(answer)
    expect(ledgerOf(voided(account))).toEqual(ledgerOf(account))
  })
  test('after a decline no other key charges', () => {
    expect(ledgerOf(charged('tok_ok', 100, voided(charged('tok_declined')), 'another')).captures).toEqual([])
  })
})

describe('refund', () => {
  test('gives back what was captured, once', () => {
    const account = refunded(charged('tok_ok'), 100)
    expect(ledgerOf(account).refunds).toEqual([{ amount: money(100) }])
    expect(refunded(account, 1, 'EUR', 'another')).toBe(account)
  })
  test('in parts, never more than is held', () => {
    const account = refunded(charged('tok_ok'), 60)
    expect(refunded(account, 41, 'EUR', 'another')).toBe(account)
    expect(ledgerOf(refunded(account, 40, 'EUR', 'another')).refunds).toHaveLength(2)
  })
  test.each([
    ['nothing captured', emptyAccount, 'EUR', 1],
    ['nothing captured and nothing asked', emptyAccount, 'EUR', 0],
    ['declined', charged('tok_declined'), 'EUR', 1],
    ['another currency', charged('tok_ok'), 'USD', 1],
  ] as const)('refused: %s', (_, account, currency, amount) => {
    expect(refunded(account, amount, currency)).toBe(account)
  })
  test('tok_refund_retry refuses two attempts; those beyond the money do not count', () => {
    const start = refunded(charged('tok_refund_retry'), 101)
    const attempts = [1, 2, 3].reduce((all) => [...all, refunded(all.at(-1) ?? start, 100)], [] as Account[])
    expect(attempts.map(({ refunds }) => refunds.length)).toEqual([0, 0, 1])
  })
  test('tok_refund_never refuses all', () => {
    let account = charged('tok_refund_never')
    for (let attempt = 0; attempt < 10; attempt += 1) account = refunded(account, 100)
    expect(account.refunds).toEqual([])
  })
})

test('an unlisted card is declined', () => {
  expect(cardOf('tok_unheard_of').outcome).toBe('declined')
  expect(cardOf('__proto__').outcome).toBe('declined')
})
