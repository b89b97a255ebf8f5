import {
  Closed,
  Id,
  PageOf,
  PageQuery,
  type PageRequest,
  Problem,
  problemResponses,
  type Reading,
  type RouteContext,
  readPage,
  readRows,
  readStates,
  Text,
} from '@bistro/kit/http'
import Type from 'typebox'
import { payment, type State } from '../domain/payment/index.ts'
import { refundFailures } from '../domain/views/refund-failures.ts'
import { failedRefund, theList } from './examples.ts'
import { type FailedRefund, FailureAnswer, failureAnswer, PaymentAnswer, paymentAnswer } from './payment-answer.ts'

const MAX_WHY_CHARS = 500
const MAX_REFERENCE_CHARS = 200

const ByOrder = Closed({ orderId: Id })
const FailedQuery = Closed({ status: Type.Literal('refund_failed'), ...PageQuery.properties })
const Settlement = Closed({
  why: Text(MAX_WHY_CHARS, { description: 'How the guest got the money back' }),
  reference: Type.Optional(
    Text(MAX_REFERENCE_CHARS, { description: 'Of the manual payment, such as a bank transfer' }),
  ),
})

const common = { tags: ['payments'], 'x-bistro-role': 'operator' } as const
const PROBLEMS = { 'unknown-payment': 404, 'not-refund-failed': 409, 'refund-still-tried': 409 } as const

export function refundsThatFail({ api, runtime }: RouteContext): void {
  api.get(
    '/payments',
    {
      config: { example: theList },
      schema: {
        ...common,
        summary: 'Lists refunds that the provider refuses, newest reservation first',
        querystring: FailedQuery,
        response: { 200: PageOf(FailureAnswer) },
      },
    },
    ({ query: { status: _, ...page } }) =>
      readPage(
        page,
        (rows) => failedRefunds(runtime, rows),
        failureAnswer,
        ({ failure }) => failure.reservationId,
      ),
  )
}

async function failedRefunds(runtime: Reading, page: PageRequest): Promise<FailedRefund[]> {
  const rows = await readRows(runtime, refundFailures, page)
  const ids = rows.map(({ orderId }) => orderId)
  const states = await readStates(runtime, payment, ids)
  return rows.flatMap((failure) => {
    const state = states.get(failure.orderId)
    return state && state.status !== 'none' ? [{ failure, payment: state }] : []
  })
}

export function refundRetry({ api, perform }: RouteContext): void {
  api.post(
    '/payments/:orderId/refund-retry',
    {
      config: { example: failedRefund },
      schema: {
        ...common,
        summary: 'Retries a refund that the provider refused',
        params: ByOrder,
        body: Type.Union([Type.Null(), Closed({ why: Type.Optional(Text(MAX_WHY_CHARS)) })]),
        response: { 202: PaymentAnswer, ...problemResponses({ 404: 'unknown-payment', 409: 'not-refund-failed' }) },
      },
    },
    (request, reply) => {
      const retry = { type: 'RetryRefund', why: request.body?.why } as const
      return perform(payment)({ request, reply }, { ...writeOf(request.params.orderId), command: () => retry })
    },
  )
}

/** Repeating it changes nothing. */
export function refundSettlement({ api, perform }: RouteContext): void {
  api.post(
    '/payments/:orderId/refund-settlement',
    {
      config: { example: failedRefund },
      schema: {
        ...common,
        summary: 'Marks a refused refund as settled by hand: the guest got the money back another way',
        params: ByOrder,
        body: Settlement,
        response: {
          202: PaymentAnswer,
          ...problemResponses({ 404: 'unknown-payment', 409: ['not-refund-failed', 'refund-still-tried'] }),
        },
      },
    },
    (request, reply) => {
      const { why, reference = null } = request.body
      const settle = { type: 'SettleRefund', why, reference } as const
      return perform(payment)({ request, reply }, { ...writeOf(request.params.orderId), command: () => settle })
    },
  )
}

const writeOf = (orderId: string) => ({
  stream: orderId,
  problems: PROBLEMS,
  answer: ({ state }: { readonly state: State }) =>
    state.status === 'none' ? unknown(orderId) : { status: 202, body: paymentAnswer(state) },
})

export const unknown = (orderId: string): Problem =>
  new Problem(404, 'unknown-payment', `There is no payment for order ${orderId}, or it has not started yet.`)
