import { randomUUID } from 'node:crypto'
import { ceTypeOf, createCodec, fileSchemaIds } from '@bistro/events'
import { type Kafka, type Message, Partitioners } from 'kafkajs'

const codec = createCodec(fileSchemaIds())
const TYPE = 'OrderConfirmed'
const CUSTOMERS = 1_000
const SENT_TOGETHER = 500
const LAST_VERSION = '6'
const ALL_IN_SYNC_REPLICAS = -1
const ORDERED = {
  eveningId: randomUUID(),
  eveningDate: '2030-01-01T18:00:00.000Z',
  lines: [{ sku: 'kit', name: 'Menu kit', quantity: 2, unitPrice: { amount: 4_000, currency: 'EUR' } }],
}
const customers = Array.from({ length: CUSTOMERS }, () => randomUUID())

/** The outcome of an order as its service publishes it: keyed by the order. */
export function outcome(): Message & { readonly key: string } {
  const orderId = randomUUID()
  const customerId = customers[Math.floor(Math.random() * CUSTOMERS)] ?? ''
  const value = codec.encode(TYPE, { orderId, reservationId: randomUUID(), customerId, ...ORDERED })
  return { key: orderId, value, headers: { ce_type: ceTypeOf(TYPE), ce_subject: orderId, ce_sequence: LAST_VERSION } }
}

/** A producer of outcomes. */
export async function openWriter(kafka: Kafka) {
  const producer = kafka.producer({
    allowAutoTopicCreation: false,
    createPartitioner: Partitioners.DefaultPartitioner,
    // A new topic refuses some partitions of a request at first, and all of it is sent again: the broker knows the rest.
    idempotent: true,
    maxInFlightRequests: 1,
  })
  await producer.connect()
  const send = async (topic: string, messages: Message[]): Promise<void> => {
    await producer.send({ topic, messages, acks: ALL_IN_SYNC_REPLICAS })
  }
  return {
    send,
    /** Writes so many outcomes to a topic. */
    fill: async (topic: string, count: number): Promise<void> => {
      for (let sent = 0; sent < count; sent += SENT_TOGETHER)
        await send(topic, Array.from({ length: Math.min(SENT_TOGETHER, count - sent) }, outcome))
    },
    close: () => producer.disconnect(),
  }
}

export type Writer = Awaited<ReturnType<typeof openWriter>>
