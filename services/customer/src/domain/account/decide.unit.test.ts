import type { CustomerEvent, EventOf, Money } from '@bistro/events'
import { describe, expect, it } from 'vitest'
import { UnknownAccount } from './decide.ts'
import { type Account, type AccountCommand, account } from './index.ts'
import { NO_CREDIT, UNREGISTERED } from './state.ts'

const customerId = 'c1'
const order = { customerId, orderId: 'o1', reservationId: 'r1' }
const eur = (amount: number): Money => ({ amount, currency: 'EUR' })
const address = { line1: '1 Rue du Four', city: 'Lyon', postcode: '69001', country: 'FR' }
const facts = { customerId, name: 'Ada', email: 'ada@example.com', address, creditLimit: eur(100) }

const registered: CustomerEvent = { type: 'CustomerRegistered', data: facts }
const reserved = (amount: Money, orderId = 'o1'): CustomerEvent => ({
  type: 'CreditReserved',
  data: { ...order, orderId, amount },
})
const refused: CustomerEvent = {
  type: 'CreditRefused',
  data: { ...order, amount: eur(200), available: eur(100), reason: 'insufficient_credit' },
}
const released = (amount: Money): CustomerEvent => ({ type: 'CreditReleased', data: { ...order, amount } })
const debited = (amount: Money, orderId = 'o1'): CustomerEvent => ({
  type: 'CreditDebited',
  data: { ...order, orderId, amount },
})
const limit = (amount: number): CustomerEvent => ({
  type: 'CreditLimitChanged',
  data: { customerId, creditLimit: eur(amount) },
})
const reserve = (amount: Money): AccountCommand => ({ type: 'ReserveCredit', ...order, amount })
const release: AccountCommand = { type: 'ReleaseCredit', customerId, orderId: 'o1' }
const debit: AccountCommand = { type: 'DebitCredit', customerId, orderId: 'o1' }

const stateAfter = (history: readonly CustomerEvent[]): Account =>
  history.reduce<Account>((state, event) => account.evolve(state, event, '2027-01-01T00:00:00.000Z'), UNREGISTERED)

function given(...history: CustomerEvent[]) {
  const substates = account.substates!
  return (command: AccountCommand) => {
    const key = substates.ofCommand(command)
    const own = history.filter((event) => key !== undefined && substates.ofEvent(event) === key)
    return account.decide(command, stateAfter(history), own.reduce(substates.evolve, NO_CREDIT))
  }
}

describe('an account', () => {
  it('is registered', () => expect(given()({ type: 'Register', ...facts })).toEqual([registered]))

  it('is registered once', () =>
    expect(given(registered)({ type: 'Register', ...facts })).toEqual({ ignored: 'already-registered' }))

  it('changes its address', () => {
    const elsewhere = { ...address, postcode: '69002' }
    const command: AccountCommand = { type: 'ChangeAddress', customerId, address: elsewhere }
    const event: CustomerEvent = { type: 'CustomerAddressChanged', data: { customerId, address: elsewhere } }
    expect(given(registered)(command)).toEqual([event])
    expect(stateAfter([registered, event])).toMatchObject({ address: elsewhere })
  })

  it('keeps its address when it is the same', () =>
    expect(given(registered)({ type: 'ChangeAddress', customerId, address: { ...address } })).toEqual({
      ignored: 'same-address',
    }))

  it('does not exist before it is registered', () => {
    expect(given()({ type: 'ChangeAddress', customerId, address })).toMatchObject({ rejected: 'unknown-customer' })
    expect(given()({ type: 'ChangeCreditLimit', customerId, creditLimit: eur(1) })).toMatchObject({
      rejected: 'unknown-customer',
    })
  })
})

describe('a credit limit', () => {
  const change = (creditLimit: Money): AccountCommand => ({ type: 'ChangeCreditLimit', customerId, creditLimit })

  it('is changed', () => {
    expect(given(registered)(change(eur(50)))).toEqual([limit(50)])
    expect(stateAfter([registered, limit(50)])).toMatchObject({ creditLimit: eur(50) })
  })

  it('stays when it is the same', () =>
    expect(given(registered)(change(eur(100)))).toEqual({ ignored: 'same-credit-limit' }))

  it('keeps its currency', () =>
    expect(given(registered)(change({ amount: 100, currency: 'USD' }))).toMatchObject({
      rejected: 'currency-mismatch',
      details: { detail: expect.stringContaining('EUR') },
    }))
})

describe('credit for an order', () => {
  it('is reserved up to the limit', () => expect(given(registered)(reserve(eur(100)))).toEqual([reserved(eur(100))]))

  it('is reserved for a balance of nothing', () =>
    expect(given(registered)(reserve(eur(0)))).toEqual([reserved(eur(0))]))

  it('is refused above the limit', () =>
    expect(given(registered)(reserve(eur(101)))).toEqual([
      {
        type: 'CreditRefused',
        data: { ...order, amount: eur(101), available: eur(100), reason: 'insufficient_credit' },
      },
    ]))

  it('counts what other orders hold and what is due', () => {
    const history = [registered, reserved(eur(30), 'o2'), reserved(eur(40), 'o3'), debited(eur(40), 'o3')]
    const [event] = given(...history)(reserve(eur(31))) as EventOf<'CreditRefused'>[]
    expect(event?.data).toMatchObject({ available: eur(30), reason: 'insufficient_credit' })
    expect(given(...history.slice(0, 3))(reserve(eur(30)))).toEqual([reserved(eur(30))])
  })

  it('is refused below nothing after the limit was lowered, and what is reserved stays', () => {
    const history = [registered, reserved(eur(80), 'o2'), limit(50)]
    const [event] = given(...history)(reserve(eur(0))) as EventOf<'CreditRefused'>[]
    expect(event?.data).toMatchObject({ available: eur(-30), reason: 'insufficient_credit' })
    expect(stateAfter(history)).toMatchObject({ reserved: 80 })
  })

  it('is refused in another currency', () => {
    const amount = { amount: 1, currency: 'USD' }
    expect(given(registered)(reserve(amount))).toEqual([
      { type: 'CreditRefused', data: { ...order, amount, available: eur(100), reason: 'currency' } },
    ])
  })

  it.each([
    ['reserved', [reserved(eur(10))]],
    ['refused', [refused]],
    ['released', [reserved(eur(10)), released(eur(10))]],
    ['debited', [reserved(eur(10)), debited(eur(10))]],
  ])('is decided once: %s', (_, history) =>
    expect(given(registered, ...history)(reserve(eur(10)))).toEqual({ ignored: 'credit-already-decided' }),
  )

  it('is not invented for an unknown account', () => expect(() => given()(reserve(eur(10)))).toThrow(UnknownAccount))

  it('is released', () => {
    expect(given(registered, reserved(eur(10)))(release)).toEqual([released(eur(10))])
    expect(stateAfter([registered, reserved(eur(10)), released(eur(10))])).toMatchObject({ reserved: 0, balanceDue: 0 })
  })

  it('is debited', () => {
    expect(given(registered, reserved(eur(10)))(debit)).toEqual([debited(eur(10))])
    expect(stateAfter([registered, reserved(eur(10)), debited(eur(10))])).toMatchObject({ reserved: 0, balanceDue: 10 })
  })

  it.each([
    ['of an unknown account', []],
    ['never reserved', [registered]],
    ['refused', [registered, refused]],
    ['released', [registered, reserved(eur(10)), released(eur(10))]],
    ['debited', [registered, reserved(eur(10)), debited(eur(10))]],
  ])('ends once: %s', (_, history) => {
    expect(given(...history)(release)).toEqual({ ignored: 'no-credit-reserved' })
    expect(given(...history)(debit)).toEqual({ ignored: 'no-credit-reserved' })
  })

  it('changes nothing of the account when it is refused', () =>
    expect(stateAfter([registered, refused])).toEqual(stateAfter([registered])))

  it('is no substate of events that belong to no order', () =>
    expect(account.substates!.evolve(NO_CREDIT, limit(50))).toBe(NO_CREDIT))

  it('leaves an account that was never registered as it is', () => expect(stateAfter([limit(50)])).toBe(UNREGISTERED))
})
