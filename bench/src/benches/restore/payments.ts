import { type Codec, connectCodec, orderIdOf, paymentIdOf, sourceOf, topics } from '@bistro/events'
import { createKafkaLog } from '@bistro/kit/kafka'
import { type OutgoingRecord, SILENT_LOGGER } from '@bistro/kit/runtime'
import { v7 as newId } from 'uuid'
import type { Product } from '../../product/product.ts'

const AT_A_TIME = 2_000
const AMOUNT = { amount: 5_100, currency: 'EUR' }
/** What a payment that went well leaves on its topic. */
const EVENTS_EACH = 2

/** Puts so many events of payments on their topic, each payment caused by an event of its order. */
export async function publishPayments({ manifest }: Product, events: number): Promise<void> {
  const logOf = async (service: 'order' | 'payment') => {
    const { user: username, password } = manifest.services[service].kafka
    const brokers = manifest.kafka.bootstrap.split(',')
    return createKafkaLog({ brokers, clientId: 'bench', username, password, logger: SILENT_LOGGER })
  }
  const [orders, payments] = [await logOf('order'), await logOf('payment')]
  const codec = connectCodec({ registryUrl: manifest.registry.url })
  try {
    for (let done = 0; done < events / EVENTS_EACH; done += AT_A_TIME) {
      const count = Math.min(AT_A_TIME, events / EVENTS_EACH - done)
      const made = Array.from({ length: count }, () => payment(codec))
      await orders.send(
        topics.order,
        made.map(({ cause }) => cause),
      )
      await payments.send(
        topics.payment,
        made.flatMap(({ own }) => own),
      )
    }
  } finally {
    await Promise.all([orders.close(), payments.close()])
  }
}

function payment(codec: Codec): { readonly cause: OutgoingRecord; readonly own: readonly OutgoingRecord[] } {
  const reservationId = newId()
  const orderId = orderIdOf(reservationId)
  const ids = { orderId, reservationId, paymentId: paymentIdOf(orderId) }
  const record = recordOf(codec, orderId, reservationId)
  const validated = { orderId, reservationId, customerId: newId(), deposit: AMOUNT, cardToken: 'tok_ok' }
  const cause = record('order', 3, 'OrderValidated', validated, newId())
  const requested = record('payment', 1, 'PaymentRequested', { ...ids, amount: AMOUNT }, cause.id)
  const processed = { ...ids, amount: AMOUNT, providerReference: `ch_${orderId}` }
  return { cause, own: [requested, record('payment', 2, 'PaymentProcessed', processed, requested.id)] }
}

const recordOf =
  (codec: Codec, stream: string, sagaId: string) =>
  (
    service: 'order' | 'payment',
    version: number,
    type: string,
    data: object,
    causationId: string,
  ): OutgoingRecord & { readonly id: string } => {
    const id = newId()
    return {
      id,
      key: stream,
      value: codec.encode(type, data),
      headers: {
        ...{ 'content-type': 'application/avro', ce_specversion: '1.0' },
        ...{ ce_id: id, ce_type: `bistro.${service}.${type}`, ce_source: sourceOf(service), ce_subject: stream },
        ...{ ce_time: new Date().toISOString(), ce_sequence: String(version), ce_correlationid: sagaId },
        ...{ ce_causationid: causationId, traceparent: `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01` },
      },
    }
  }
