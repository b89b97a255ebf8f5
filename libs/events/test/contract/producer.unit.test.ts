import { describe, expect, test } from 'vitest'
import { type Contract, producerFaults } from '../../src/contract/index.ts'
import { contract, made, withNeeds, withoutEvent, withVersion } from './planted.ts'

const faultsOf = (planted: Contract, owner: string, makes = made) => producerFaults(planted, owner, makes)

test('there is nothing to find where nothing is broken', () => {
  expect(contract.events.flatMap(({ owner }) => faultsOf(contract, owner))).toEqual([])
})

describe('a consumer that a change would break is named', () => {
  test('a renamed field', () => {
    const planted = withVersion('PaymentProcessed', (fields) =>
      fields.map((field) => (field.name === 'paymentId' ? { ...field, name: 'id' } : field)),
    )
    expect(faultsOf(planted, 'payment')).toContain(
      'payment → order: PaymentProcessed.paymentId: order needs it, but payment no longer sends it. Restore it under its ' +
        'name; it can go when order has taken it out of its consumes.ts and is deployed. Leave the field as it was and ' +
        'add another one with a default beside it; or publish the event on a new topic (….v2) beside the old one until ' +
        'its last reader has moved.',
    )
  })

  test('a field that is gone, though its default would fill it', () => {
    const planted = withVersion('OrderCancelled', (fields) => fields.filter(({ name }) => name !== 'reason'))
    const faults = faultsOf(planted, 'order').filter((fault) => fault.includes('→'))
    expect(faults).toEqual([
      expect.stringMatching(/^order → notification: OrderCancelled.reason: notification needs it/),
      expect.stringMatching(/^order → reservation: OrderCancelled.reason: reservation needs it/),
    ])
  })

  test('a changed type', () => {
    const planted = withVersion('OrderValidated', (fields) =>
      fields.map((field) => (field.name === 'deposit' ? { ...field, type: 'long' } : field)),
    )
    expect(faultsOf(planted, 'order')).toContainEqual(
      expect.stringMatching(
        /^order → payment: OrderValidated.deposit: payment needs it as v1 has it and cannot read v2 \(.+\). Leave the field/,
      ),
    )
  })

  test('a removed enum symbol', () => {
    const kind = (symbols: readonly string[]) => ({
      name: 'kind',
      type: { type: 'enum', name: 'Kind', symbols } as never,
      default: symbols[0],
    })
    const first = withVersion('OrderValidated', (fields) => [...fields, kind(['card', 'voucher'])])
    const event = first.events.find(({ type }) => type === 'OrderValidated')!
    const [old, before] = event.versions as [(typeof event.versions)[0], (typeof event.versions)[0]]
    const after = { ...old, fields: [...old.fields, kind(['card'])] }
    const planted = {
      ...withNeeds('payment', { OrderValidated: ['kind'] }),
      events: contract.events.map((one) => (one.type === event.type ? { ...one, versions: [before, after] } : one)),
    }
    expect(faultsOf(planted, 'order')).toContainEqual(
      expect.stringMatching(/^order → payment: OrderValidated.kind: payment needs it as v2 has it and cannot read v1/),
    )
  })

  test('a removed event', () => {
    expect(faultsOf(withoutEvent('PaymentProcessed'), 'payment')).toEqual([
      'payment → order: PaymentProcessed: order consumes it, but payment no longer publishes it. Restore it; it can go when order has taken it out of its consumes.ts and is deployed.',
      'payment → reservation: PaymentProcessed: reservation consumes it, but payment no longer publishes it. Restore it; it can go when reservation has taken it out of its consumes.ts and is deployed.',
    ])
  })

  test('a field that nobody sends', () => {
    expect(faultsOf(withNeeds('order', { PaymentFailed: ['orderId', 'providerCode'] }), 'payment')).toEqual([
      'payment → order: PaymentFailed.providerCode: order needs it, but payment never sent it. Ask for it there (a new field with a default), or take it out of services/order/src/domain/consumes.ts.',
    ])
  })

  test('an added field breaks nobody', () => {
    const planted = withVersion('OrderValidated', (fields) => [
      ...fields,
      { name: 'note', type: 'string', default: '' },
    ])
    expect(faultsOf(planted, 'order')).toEqual(['order: OrderValidated v2 has no fixture. Type: npm run generate'])
  })
})

describe('an event that is not made as its golden bytes have it', () => {
  test('names the field, and who reads the event', () => {
    const makes = { ...made, PaymentFailed: { ...made.PaymentFailed, reason: 'no_money' } }
    expect(faultsOf(contract, 'payment', makes)).toEqual([
      'payment: PaymentFailed v1: what decide makes differs from the golden bytes in reason. It is consumed by order (orderId). Restore it; or, if the event now says something else, add a version of its schema and type: npm run generate',
    ])
  })

  test('a field that decide leaves out', () => {
    const { reason: _, ...rest } = made.PaymentFailed as { reason: string }
    expect(faultsOf(contract, 'payment', { ...made, PaymentFailed: rest })).toEqual([
      expect.stringMatching(/^payment: PaymentFailed v1: what decide makes cannot be encoded: reason is missing/),
    ])
  })

  test('an event of which there is no example', () => {
    const { PaymentFailed: _, ...makes } = made
    expect(faultsOf(contract, 'payment', makes)).toEqual([
      'payment: PaymentFailed: no example in services/payment/test/contract/examples.ts makes it.',
    ])
  })

  test('an event that was published, and that nobody consumes, cannot just go', () => {
    expect(faultsOf(withoutEvent('PaymentRefunded'), 'payment')).toEqual([
      expect.stringMatching(/^payment: PaymentRefunded was published and stays on its topic, but its schema is gone/),
    ])
  })
})
