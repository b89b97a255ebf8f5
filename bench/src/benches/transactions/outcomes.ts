import { randomUUID } from 'node:crypto'
import { ceTypeOf, createCodec, fileSchemaIds } from '@bistro/events'
import type { Kafka, Message } from 'kafkajs'

const codec = createCodec(fileSchemaIds())
const TYPE = 'OrderConfirmed'
const CUSTOMERS = 1_000
const SENT_TOGETHER = 500
const ORDERED = {
  eveningId: randomUUID(),
  eveningDate: '2030-01-01',
  lines: [{ sku: 'kit', name: 'Menu kit', quantity: 2, unitPrice: { amount: 4_000, currency: 'EUR' } }],
}
const customers = Array.from({ length: CUSTOMERS }, () => randomUUID())

/** The outcome of an order as its service publishes it: keyed by the order, and the last of its stream. */
export function outcome(): Message {
  const orderId = randomUUID()
  const customerId = customers[Math.floor(Math.random() * CUSTOMERS)] ?? ''
  const value = codec.encode(TYPE, { orderId, reservationId: randomUUID(), customerId, ...ORDERED })
  return { key: orderId, value, headers: { ce_type: ceTypeOf(TYPE), ce_subject: orderId, ce_sequence: '6' } }
}

/** The customer that an outcome is about: what the processor decodes it for. */
export const customerOf = (value: Buffer): string => (codec.decode(TYPE, value) as { customerId: string }).customerId

/** Writes so many outcomes to a topic. */
export async function fill(kafka: Kafka, topic: string, count: number): Promise<void> {
  const producer = kafka.producer({ allowAutoTopicCreation: false })
  await producer.connect()
  try {
    for (let sent = 0; sent < count; sent += SENT_TOGETHER) {
      const messages = Array.from({ length: Math.min(SENT_TOGETHER, count - sent) }, outcome)
      await producer.send({ topic, messages, acks: -1 })
    }
  } finally {
    await producer.disconnect()
  }
}
