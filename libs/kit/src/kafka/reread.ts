import { randomUUID } from 'node:crypto'
import type { EachBatchPayload, Kafka } from 'kafkajs'
import type { SubscriptionOptions } from '../runtime/log.ts'
import { asAdmin } from './places.ts'
import { toRecord } from './records.ts'

/** Storing a batch may take long, and no other member waits for these partitions. */
const SESSION_TIMEOUT_MS = 60_000
const FETCH_WAIT_MS = 500
/** The reread fails after this time without a batch. */
const PATIENCE_MS = 60_000

type Reader = Pick<SubscriptionOptions, 'group' | 'onBatch'>

/** Reads a topic from its oldest record to its current end, in a group of its own that commits no offsets. */
export async function reread(client: Kafka, reader: Reader, topic: string, signal: AbortSignal): Promise<void> {
  const missing = await endsOf(client, topic)
  if (missing.size === 0) return
  const consumer = client.consumer({
    groupId: `${reader.group}.${randomUUID()}`,
    allowAutoTopicCreation: false,
    sessionTimeout: SESSION_TIMEOUT_MS,
    maxWaitTimeInMs: FETCH_WAIT_MS,
    retry: { restartOnFailure: async () => false },
  })
  const done = Promise.withResolvers<void>()
  const stop = () => done.reject(new Error(`rereading ${topic} was stopped`))
  const late = setTimeout(
    () => done.reject(new Error(`rereading ${topic}: no batch for ${PATIENCE_MS} ms`)),
    PATIENCE_MS,
  )
  signal.addEventListener('abort', stop)
  consumer.on('consumer.crash', ({ payload: { error } }) => done.reject(error))
  const take = async ({ batch, resolveOffset }: EachBatchPayload): Promise<void> => {
    // The service's own group waits at such an offset and reports it.
    if (batch.unreadable) missing.delete(batch.partition)
    else {
      await reader.onBatch(batch.messages.map((message) => toRecord(topic, batch.partition, message)))
      resolveOffset(batch.lastOffset())
      if (BigInt(batch.lastOffset()) + 1n >= (missing.get(batch.partition) ?? 0n)) missing.delete(batch.partition)
    }
    late.refresh()
    if (missing.size === 0) done.resolve()
  }
  try {
    signal.throwIfAborted()
    await consumer.connect()
    await consumer.subscribe({ topic, fromBeginning: true })
    await consumer.run({ autoCommit: false, eachBatchAutoResolve: false, eachBatch: take })
    await done.promise
  } finally {
    clearTimeout(late)
    signal.removeEventListener('abort', stop)
    await consumer.disconnect()
  }
}

/** The offset after the last record of each partition that has any. */
const endsOf = (client: Kafka, topic: string): Promise<Map<number, bigint>> =>
  asAdmin(client, async (admin) => {
    const ends = await admin.fetchTopicOffsets(topic)
    return new Map(
      ends.flatMap(({ partition, low, high }) => (high === low ? [] : [[partition, BigInt(high)] as const])),
    )
  })
