import {
  Closed,
  Id,
  NoBody,
  PageOf,
  PageQuery,
  Problem,
  problemResponses,
  type RouteContext,
  type Routes,
  readPage,
  readRows,
  readStream,
  sendStream,
} from '@bistro/kit/http'
import Type from 'typebox'
import { payment } from '../domain/payment/index.ts'
import { refundFailures } from '../domain/views/refund-failures.ts'
import { FailureAnswer, failureAnswer, PaymentAnswer, paymentAnswer } from './payment-answer.ts'

const ByOrder = Closed({ orderId: Id })
const FailedQuery = Closed({ status: Type.Literal('refund_failed'), ...PageQuery.properties })

const tags = ['payments']
const unknownPayment = { 404: 'unknown-payment' } as const

export const routes: Routes = (context) => {
  one(context)
  refundRetry(context)
  refundsThatFail(context)
}

function one({ api, runtime }: RouteContext): void {
  api.get(
    '/payments/:orderId',
    {
      schema: {
        summary: 'The deposit of an order',
        tags,
        'x-bistro-role': 'guest',
        params: ByOrder,
        response: { 200: PaymentAnswer, ...problemResponses(unknownPayment) },
      },
    },
    async (request, reply) => {
      const { orderId } = request.params
      const found = await readStream(runtime, payment, orderId)
      if (!found || found.state.status === 'none') throw unknown(orderId)
      sendStream(reply, runtime, orderId, found)
      return paymentAnswer(found.state)
    },
  )
}

const unknown = (orderId: string): Problem =>
  new Problem(404, 'unknown-payment', `There is no payment for order ${orderId} here, or not yet.`)

function refundRetry({ api, perform }: RouteContext): void {
  api.post(
    '/payments/:orderId/refund-retry',
    {
      schema: {
        summary: 'Asks the provider once more for a refund that it refused',
        tags,
        'x-bistro-role': 'operator',
        params: ByOrder,
        body: NoBody,
        response: { 202: PaymentAnswer, ...problemResponses({ ...unknownPayment, 409: 'not-refund-failed' }) },
      },
    },
    (request, reply) =>
      perform(payment)(
        { request, reply },
        {
          stream: request.params.orderId,
          command: () => ({ type: 'RetryRefund' }),
          problems: { 'unknown-payment': 404, 'not-refund-failed': 409 },
          answer: ({ state }) =>
            state.status === 'none' ? unknown(request.params.orderId) : { status: 202, body: paymentAnswer(state) },
        },
      ),
  )
}

function refundsThatFail({ api, runtime }: RouteContext): void {
  api.get(
    '/payments',
    {
      schema: {
        summary: 'Deposits that the provider refuses to give back, newest reservation first',
        tags,
        'x-bistro-role': 'operator',
        querystring: FailedQuery,
        response: { 200: PageOf(FailureAnswer) },
      },
    },
    ({ query: { status: _, ...page } }) =>
      readPage(
        page,
        (rows) => readRows(runtime, refundFailures, rows),
        failureAnswer,
        ({ reservationId }) => reservationId,
      ),
  )
}
