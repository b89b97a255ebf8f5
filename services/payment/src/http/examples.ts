import type { MakeExample } from '@bistro/kit/http'
import { type RefundFailure, refundFailures } from '../views/refund-failures.ts'

export const onePayment: MakeExample = async (reader) => {
  const [orderId] = await reader.recent('payment')
  return orderId === undefined ? undefined : { params: { orderId } }
}

export const theList: MakeExample = async () => ({ query: { status: 'refund_failed' } })

/** One that is on the list, where there is any. */
export const failedRefund: MakeExample = async (reader) => {
  const [failure] = (await reader.rows(refundFailures.name, { limit: 1 })) as readonly RefundFailure[]
  const found = failure ? { params: { orderId: failure.orderId } } : await onePayment(reader)
  return { ...found, body: { why: 'Card closed, paid back by bank transfer.', reference: 'T-4711' } }
}
