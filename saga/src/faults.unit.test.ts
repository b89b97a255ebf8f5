import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { faultsOf } from './faults.ts'
import { readSaga, type Saga } from './model.ts'
import { services } from './services.ts'
import { readTests } from './tests.ts'

const saga = readSaga(services, readTests(join(import.meta.dirname, '..', '..')))

type Services = Saga['services']
/** The saga of changed definitions. */
const withServices = (changed: Partial<Services>): Saga => readSaga({ ...services, ...changed }, saga.tests)
const without = <T extends object>(record: T, key: string): T =>
  Object.fromEntries(Object.entries(record).filter(([name]) => name !== key)) as T

describe('completeness', () => {
  it('finds nothing missing', () => {
    expect(faultsOf(saga)).toEqual([])
  })

  it('finds a policy for an event that no service publishes any more', () => {
    const policies = without(services.customer.policies, 'OrderRequested')
    const faults = faultsOf(withServices({ customer: { ...services.customer, policies } }))
    expect(faults).toContainEqual(
      expect.stringMatching(/^order: a policy for CreditReserved, which no service publishes/),
    )
  })

  it('finds a policy for an event that is not in the contract', () => {
    const policies = { ...services.payment.policies, OrderPayed: services.payment.policies.OrderValidated as never }
    const faults = faultsOf(withServices({ payment: { ...services.payment, policies } }))
    expect(faults).toContainEqual(
      expect.stringMatching(/a policy for OrderPayed, which is not an event of the contract/),
    )
  })

  it('finds a policy for an event of a topic that is not read', () => {
    const subscribes = services.order.subscribes.filter((topic) => topic !== 'bistro.shipping.v1')
    const faults = faultsOf(withServices({ order: { ...services.order, subscribes } }))
    expect(faults).toContainEqual(expect.stringMatching(/ShipmentDelivered, but order does not subscribe/))
  })

  it('finds an event that no service handles', () => {
    const policies = without(services.order.policies, 'ReservationExpired')
    const faults = faultsOf(withServices({ order: { ...services.order, policies } }))
    expect(faults).toContainEqual(expect.stringMatching(/^ReservationExpired: no service handles it/))
  })

  it('finds an event that is declared informational and handled all the same', () => {
    const faults = faultsOf({ ...saga, informational: { ...saga.informational, OrderCancelled: 'for nobody' } })
    expect(faults).toEqual([expect.stringMatching(/^OrderCancelled: declared informational, but customer/)])
  })

  it('finds a step whose undo nothing leads to', () => {
    const policies = without(services.customer.policies, 'OrderCancelled')
    const faults = faultsOf(withServices({ customer: { ...services.customer, policies } }))
    expect(faults).toContainEqual(expect.stringMatching(/^CreditReserved: CreditReleased is declared as its undo, but/))
  })

  it('finds a step without an undo and without a reason', () => {
    const steps = saga.steps.map((step) => (step.event === 'OrderConfirmed' ? { ...step, undo: [] } : step))
    expect(faultsOf({ ...saga, steps })).toContainEqual(
      expect.stringMatching(/^OrderConfirmed: a step without an undo/),
    )
  })

  it('finds an event that is neither a step nor an undo nor declared to be none', () => {
    const faults = faultsOf({ ...saga, noSteps: without(saga.noSteps, 'ShipmentLost') })
    expect(faults).toEqual([expect.stringMatching(/^ShipmentLost: is it a step, an undo or neither/)])
  })

  it('finds a step that no test names together with its undo', () => {
    const tests = new Map([...saga.tests].filter(([, text]) => !text.includes('CreditReleased')))
    expect(faultsOf({ ...saga, tests })).toContainEqual(expect.stringMatching(/^CreditReserved: no test names/))
  })
})
