import { describe, expect, it } from 'vitest'
import { accessRules } from '../src/parts/kafka-access.ts'

const [READ, WRITE] = [3, 4]

describe('the access rules of the broker', () => {
  it('give each topic one writer: its owner', () => {
    const writers = accessRules().filter(({ operation }) => operation === WRITE)
    expect(writers.map(({ principal, resourceName }) => `${principal} ${resourceName}`).sort()).toEqual([
      'User:customer bistro.customer.v1',
      'User:order bistro.order.v1',
      'User:order bistro.order.v2',
      'User:payment bistro.payment.v1',
      'User:reservation bistro.reservation.v1',
      'User:shipping bistro.shipping.v1',
    ])
  })

  it('let a service read what it subscribes to and what it has written, in its own group', () => {
    const readable = accessRules().filter(
      ({ principal, operation }) => principal === 'User:shipping' && operation === READ,
    )
    expect(readable.map(({ resourceName }) => resourceName).sort()).toEqual([
      'bistro.customer.v1',
      'bistro.order.v1',
      'bistro.order.v2',
      'bistro.shipping.v1',
      'shipping',
    ])
  })
})
