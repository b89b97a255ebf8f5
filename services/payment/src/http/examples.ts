import { type MakeExample, readRows } from '@bistro/kit/http'
import { payment } from '../domain/payment/index.ts'
import { refundFailures } from '../domain/views/refund-failures.ts'

export const onePayment: MakeExample = async ({ reader }) => {
  const [orderId] = await reader.recent(payment.name)
  return orderId === undefined ? undefined : { params: { orderId } }
}

export const theList: MakeExample = async () => ({ query: { status: 'refund_failed' } })

/** A payment on the operator's list, if there is one. */
export const failedRefund: MakeExample = async (runtime) => {
  const [failure] = await readRows(runtime, refundFailures, { limit: 1 })
  const found = failure ? { params: { orderId: failure.orderId } } : await onePayment(runtime)
  return { ...found, body: { why: 'Card closed, paid back by bank transfer.', reference: 'T-4711' } }
}
