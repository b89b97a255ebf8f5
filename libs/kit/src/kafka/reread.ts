import { randomUUID } from 'node:crypto'
import type { EachBatchPayload, Kafka } from 'kafkajs'
import type { SubscriptionOptions } from '../runtime/log.ts'
import { asAdmin } from './places.ts'
import { toRecord } from './records.ts'

/** Whoever stores what is read may take long, and nobody waits for these partitions. */
const SESSION_TIMEOUT_MS = 60_000
const FETCH_WAIT_MS = 500
/** Without a batch for so long, the reading is given up. */
const PATIENCE_MS = 60_000

type Reader = Pick<SubscriptionOptions, 'group' | 'onBatch'>

/** Reads a topic from the oldest record to what is the newest now, in a group of its own that leaves no offsets. */
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
    // The group's own reading waits at such a place, and names it.
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
