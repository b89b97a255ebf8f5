import type { Kafka } from 'kafkajs'
import type { Broadcast, Log } from '../runtime/log.ts'
import { createClient, type KafkaLogOptions, READERS_METADATA_MAX_AGE_MS } from './client.ts'
import { registerCodecs } from './codecs/index.ts'
import { mapError } from './errors.ts'
import { follow } from './follow.ts'
import { subscribe } from './subscription.ts'

/** The log for one who only reads. */
export interface KafkaReader extends Pick<Log, 'subscribe'>, Broadcast {
  /** For what is neither sent nor subscribed to: metadata, offsets, groups. */
  readonly client: Kafka
}

/** The log on Kafka, without a producer. Connects when it is used. */
export function createKafkaReader(options: KafkaLogOptions): KafkaReader {
  registerCodecs()
  const client = createClient(options)
  const membership = { client, instance: options.instance, metadataMaxAge: READERS_METADATA_MAX_AGE_MS }
  const follower = { client, user: options.username, metadataMaxAge: READERS_METADATA_MAX_AGE_MS }
  return {
    client,
    subscribe: (subscription) => subscribe(membership, subscription).catch(rethrow),
    follow: (following) => follow(follower, following).catch(rethrow),
  }
}

function rethrow(error: unknown): never {
  throw mapError(error)
}
