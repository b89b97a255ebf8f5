import {
  Closed,
  Id,
  NoBody,
  PageOf,
  PageQuery,
  type PageRequest,
  problemResponses,
  type RouteContext,
  readPage,
  Text,
} from '@bistro/kit/http'
import Type from 'typebox'
import type { Command, Payment } from '../payment/index.ts'
import { type RefundFailure, refundFailures } from '../views/refund-failures.ts'
import { failedRefund, theList } from './examples.ts'
import { type FailedRefund, FailureAnswer, failureAnswer, PaymentAnswer, paymentAnswer } from './payment-answer.ts'

const MAX_WHY_CHARS = 500
const MAX_REFERENCE_CHARS = 200

const ByOrder = Closed({ orderId: Id })
const FailedQuery = Closed({ status: Type.Literal('refund_failed'), ...PageQuery.properties })
const Settlement = Closed({
  why: Text(MAX_WHY_CHARS, { description: 'How the guest has the money back, for those who ask later' }),
  reference: Type.Optional(Text(MAX_REFERENCE_CHARS, { description: "Of the payment by hand: a bank transfer's" })),
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
        summary: 'Deposits that the provider refuses to give back, newest reservation first',
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

async function failedRefunds({ reader }: RouteContext['runtime'], page: PageRequest): Promise<FailedRefund[]> {
  const rows = (await reader.rows(refundFailures.name, page)) as readonly RefundFailure[]
  const heads = await reader.heads(rows.map(({ orderId }) => orderId))
  return rows.map((failure) => ({ failure, payment: heads.get(failure.orderId)?.state as FailedRefund['payment'] }))
}

export function refundRetry({ api, perform }: RouteContext): void {
  api.post(
    '/payments/:orderId/refund-retry',
    {
      config: { example: failedRefund },
      schema: {
        ...common,
        summary: 'Asks the provider once more for a refund that it refused',
        params: ByOrder,
        body: NoBody,
        response: { 202: PaymentAnswer, ...problemResponses({ 404: 'unknown-payment', 409: 'not-refund-failed' }) },
      },
    },
    (request, reply) =>
      perform(
        { request, reply },
        { ...writeOf(request.params.orderId), command: (): Command => ({ type: 'RetryRefund' }) },
      ),
  )
}

/** Said again, it changes nothing. */
export function refundSettlement({ api, perform }: RouteContext): void {
  api.post(
    '/payments/:orderId/refund-settlement',
    {
      config: { example: failedRefund },
      schema: {
        ...common,
        summary: 'Settles by hand a refund that the provider refuses: the guest has the money back on another way',
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
      const command = (): Command => ({ type: 'SettleRefund', why, reference })
      return perform({ request, reply }, { ...writeOf(request.params.orderId), command })
    },
  )
}

const writeOf = (orderId: string) => ({
  aggregate: 'payment',
  stream: orderId,
  problems: PROBLEMS,
  answer: ({ state }: { readonly state: unknown }) => ({ status: 202, body: paymentAnswer(state as Payment) }),
})
