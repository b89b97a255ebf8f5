import { consumerFaults, readContract, received, SAMPLE } from '@bistro/events/contract'
import { type Cases, fieldsRead, madeOf, NOTHING, react, story } from '@bistro/kit/testing'
import { describe, expect, test } from 'vitest'
import { consumes } from '../../src/consumes.ts'
import type { Command } from '../../src/payment/index.ts'
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

describe.each(received(readContract(), consumes))('given $type v$version', ({ type, data }) => {
  const { when, leadsTo } = cases[type as keyof typeof consumes]

  test('it does what it should', () => {
    expect(react(service, { type, data }, when)).toEqual({ ...NOTHING, ...leadsTo })
  })

  test('it reads the fields that it declares, all of them', () => {
    expect(fieldsRead(service, { type, data }, when)).toEqual([...consumes[type as keyof typeof consumes]].sort())
  })
})

test('payment can read all that it needs', () => {
  expect(consumerFaults(readContract(), 'payment', consumes)).toEqual([])
})
