import { ceTypeOf, type WrittenReader } from '@bistro/events'
import type { KafkaMessage, Message } from 'kafkajs'

/** What an order comes to: a confirmed one is delivered or cancelled later. */
export const OUTCOMES = ['OrderConfirmed', 'OrderDelivered', 'OrderCancelled'] as const

const CE_TYPES: ReadonlySet<string> = new Set(OUTCOMES.map(ceTypeOf))

/** The same event, keyed by its customer: headers and bytes stay. Undefined for an event that is no outcome. */
export async function keyedByCustomer(
  { headers, value }: Pick<KafkaMessage, 'headers' | 'value'>,
  reader: WrittenReader,
): Promise<Message | undefined> {
  const ceType = String(headers?.ce_type)
  if (!value || !CE_TYPES.has(ceType)) return undefined
  await reader.prepare(value)
  const { customerId } = reader.read(ceType, value).data as { readonly customerId: string }
  return { key: customerId, value, headers }
}
