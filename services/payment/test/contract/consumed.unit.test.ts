import { consumerFaults, readContract, received, SAMPLE } from '@bistro/events/contract'
import { type Cases, madeOf, story } from '@bistro/kit/testing'
import { reactsTo } from '@bistro/kit/testing/contract'
import { describe, expect, test } from 'vitest'
import { consumes } from '../../src/domain/consumes.ts'
import type { Command } from '../../src/domain/payment/index.ts'
import { createService } from '../../src/service.ts'
import { captured, examples, payment, request } from './examples.ts'

const { orderId: stream } = SAMPLE
const service = createService({ deadlineMs: 1, refundBackoffMs: 1 })
const made = madeOf(examples)

const cases: Cases<keyof typeof consumes, Command> = {
  OrderValidated: {
    leadsTo: { stream, command: request, events: [{ type: 'PaymentRequested', data: made.PaymentRequested }] },
  },
  OrderCancelled: {
    when: { after: story(payment, [request, captured]) },
    leadsTo: {
      stream,
      command: { type: 'UndoPayment' },
      events: [{ type: 'RefundRequested', data: made.RefundRequested }],
    },
  },
}

describe.each(received(readContract(), consumes))('given $type v$version', reactsTo(service, consumes, cases))

test('payment can read all that it needs', () => {
  expect(consumerFaults(readContract(), 'payment', consumes)).toEqual([])
})
