import { Partitioners } from 'kafkajs'
import type { Log, OutgoingRecord } from '../runtime/log.ts'
import {
  createClient,
  type KafkaLogOptions,
  READERS_METADATA_MAX_AGE_MS,
  REQUEST_TIMEOUT_MS,
  WRITERS_METADATA_MAX_AGE_MS,
} from './client.ts'
import { registerCodecs } from './codecs/index.ts'
import { mapError } from './errors.ts'
import { LastingAdmin } from './lasting-admin.ts'
import { boundsOf } from './places.ts'
import { inPortions } from './records.ts'
import { subscribe } from './subscription.ts'

export type { KafkaLogOptions }

const ALL_IN_SYNC_REPLICAS = -1

/**
 * The log on Kafka. Resolves when the broker has accepted the user.
 * @throws LogError; `retryable` while the broker is not ready yet
 */
export async function createKafkaLog(options: KafkaLogOptions): Promise<Log> {
  registerCodecs()
  const client = createClient(options)
  // Not idempotent: readers' gates drop a repeated record, while this driver would serialize all sends
  // for idempotence and could reuse sequence numbers after a rejected one.
  const producer = client.producer({
    allowAutoTopicCreation: false,
    createPartitioner: Partitioners.DefaultPartitioner,
    metadataMaxAge: WRITERS_METADATA_MAX_AGE_MS,
  })
  const send = async (topic: string, records: readonly OutgoingRecord[]): Promise<void> => {
    for (const portion of inPortions(records)) {
      const messages = portion.map(({ key, value, headers }) => ({ key, value, headers: { ...headers } }))
      await producer.send({ topic, messages, acks: ALL_IN_SYNC_REPLICAS, timeout: REQUEST_TIMEOUT_MS })
    }
  }
  const membership = { client, instance: options.instance, metadataMaxAge: READERS_METADATA_MAX_AGE_MS }
  const admin = new LastingAdmin(client)
  await producer.connect().catch(rethrow)
  return {
    send: (topic, records) => send(topic, records).catch(rethrow),
    subscribe: (subscription) => subscribe(membership, subscription).catch(rethrow),
    bounds: (topics) => admin.ask((open) => boundsOf(open, topics)).catch(rethrow),
    close: async () => {
      await admin.close()
      await producer.disconnect()
    },
  }
}

function rethrow(error: unknown): never {
  throw mapError(error)
}
