import { Closed, Id, problemResponses, type RouteContext, type Routes, readStream, sendStream } from '@bistro/kit/http'
import { payment } from '../domain/payment/index.ts'
import { onePayment } from './examples.ts'
import { PaymentAnswer, paymentAnswer } from './payment-answer.ts'
import { refundRetry, refundSettlement, refundsThatFail, unknown } from './refunds.ts'

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
        summary: 'Shows the deposit of an order',
        tags: ['payments'],
        'x-bistro-role': 'guest',
        params: Closed({ orderId: Id }),
        response: { 200: PaymentAnswer, ...problemResponses({ 404: 'unknown-payment' }) },
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
