import { expect, it } from 'vitest'
import { toFact } from './fact.ts'

const stored = {
  ...{ service: 'payment', stream: 'o1', version: 5, type: 'PaymentRefundSettled' },
  time: new Date('2030-01-01T00:00:00.000Z'),
} as unknown as Parameters<typeof toFact>[0]

it('keeps what the invariants and the report need of an event, and nothing personal', () => {
  const data = { orderId: 'o1', reason: 'card closed', reference: 'T-4711', name: 'Ada', email: 'ada@example.com' }
  expect(toFact(stored, data)).toMatchObject({ service: 'payment', stream: 'o1', version: 5 })
  expect(toFact(stored, data).data).toEqual({ orderId: 'o1', reason: 'card closed', reference: 'T-4711' })
})
