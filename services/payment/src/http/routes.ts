import { Closed, Id, Problem, problemResponses, type RouteContext, type Routes, sendStream } from '@bistro/kit/http'
import type { State } from '../payment/index.ts'
import { onePayment } from './examples.ts'
import { PaymentAnswer, paymentAnswer } from './payment-answer.ts'
import { refundRetry, refundSettlement, refundsThatFail } from './refunds.ts'

export const routes: Routes = (context) => {
  one(context)
  refundRetry(context)
  refundSettlement(context)
  refundsThatFail(context)
}

function one({ api, runtime }: RouteContext): void {
  api.get(
    '/payments/:orderId',
    {
      config: { example: onePayment },
      schema: {
        summary: 'The deposit of an order',
        tags: ['payments'],
        'x-bistro-role': 'guest',
        params: Closed({ orderId: Id }),
        response: { 200: PaymentAnswer, ...problemResponses({ 404: 'unknown-payment' }) },
      },
    },
    async (request, reply) => {
      const { orderId } = request.params
      const head = await runtime.reader.head(orderId)
      const state = head?.state as State | undefined
      if (!head || !state || state.status === 'none')
        throw new Problem(404, 'unknown-payment', `There is no payment for order ${orderId} here, or not yet.`)
      sendStream(reply, runtime, orderId, head)
      return paymentAnswer(state)
    },
  )
}
