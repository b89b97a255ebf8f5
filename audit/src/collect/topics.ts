import { randomUUID } from 'node:crypto'
import { onceLed } from '@bistro/kit/kafka/led'
import type { Batch, IHeaders, Kafka } from 'kafkajs'
import type { Access } from '../access.ts'
import { brokersOf } from './brokers.ts'

const CONNECT_TIMEOUT_MS = 3_000
const MAX_WAIT_MS = 100
const MAX_BYTES_PER_PARTITION = 4 * 1024 * 1024
/** The headers that the audit uses; only these are decoded. */
const READ_HEADERS = ['ce_source', 'ce_subject', 'ce_sequence', 'ce_id', 'ce_type']
/** A read is given up when no record arrives for this long. */
const IDLE_TIMEOUT_MS = 30_000

export interface TopicRecord {
  readonly topic: string
  readonly partition: number
  readonly offset: string
  readonly headers: Readonly<Record<string, string>>
  readonly value: Buffer
}

/** Reads what is on the topics at this moment, once, in the order of arrival; one record at a time. @returns how many */
export async function readTopics(
  access: Access['kafka'],
  topics: readonly string[],
  take: (record: TopicRecord) => Promise<void>,
): Promise<number> {
  const kafka = brokersOf(access, CONNECT_TIMEOUT_MS)
  const missing = await endsOf(kafka, topics)
  if (missing.size === 0) return 0
  return readUntil(kafka, topics, missing, take)
}

async function readUntil(
  kafka: Kafka,
  topics: readonly string[],
  missing: Map<string, bigint>,
  take: (record: TopicRecord) => Promise<void>,
): Promise<number> {
  const consumer = kafka.consumer({
    groupId: `reader.audit-${randomUUID()}`,
    maxWaitTimeInMs: MAX_WAIT_MS,
    maxBytesPerPartition: MAX_BYTES_PER_PARTITION,
  })
  const done = Promise.withResolvers<void>()
  const overdue = setTimeout(
    () =>
      done.reject(
        new Error(
          `No record arrived for ${IDLE_TIMEOUT_MS / 1000} s; not read to the end: ${[...missing.keys()].join(', ')}`,
        ),
      ),
    IDLE_TIMEOUT_MS,
  )
  consumer.on(consumer.events.CRASH, ({ payload: { error, restart } }) => {
    if (!restart) done.reject(error)
  })
  let count = 0
  await consumer.connect()
  try {
    await consumer.subscribe({ topics: [...topics], fromBeginning: true })
    await consumer.run({
      autoCommit: false,
      eachBatch: async ({ batch }) => {
        overdue.refresh()
        try {
          count += await takeBatch(batch, missing, take)
          if (missing.size === 0) done.resolve()
        } catch (error) {
          done.reject(error)
        }
      },
    })
    await done.promise
    return count
  } finally {
    clearTimeout(overdue)
    await consumer.disconnect()
  }
}

async function takeBatch(
  { topic, partition, messages }: Batch,
  missing: Map<string, bigint>,
  take: (record: TopicRecord) => Promise<void>,
): Promise<number> {
  const place = `${topic}/${partition}`
  const end = missing.get(place) ?? 0n
  const wanted = messages.filter(({ offset }) => BigInt(offset) < end)
  for (const { offset, headers = {}, value } of wanted)
    await take({ topic, partition, offset, headers: textOf(headers), value: value ?? Buffer.alloc(0) })
  if (BigInt(messages.at(-1)?.offset ?? -1) + 1n >= end) missing.delete(place)
  return wanted.length
}

/** The offset after the last record of each partition that has any. */
async function endsOf(kafka: Kafka, topics: readonly string[]): Promise<Map<string, bigint>> {
  const admin = kafka.admin()
  await admin.connect()
  try {
    const ends = await Promise.all(
      topics.map(async (topic) => {
        const offsets = await onceLed(() => admin.fetchTopicOffsets(topic))
        return offsets.map(({ partition, high }) => [`${topic}/${partition}`, BigInt(high)] as const)
      }),
    )
    return new Map(ends.flat().filter(([, end]) => end > 0n))
  } finally {
    await admin.disconnect()
  }
}

function textOf(headers: IHeaders): Record<string, string> {
  const text: Record<string, string> = {}
  for (const name of READ_HEADERS) {
    const value: unknown = headers[name]
    if (value !== undefined && value !== null) text[name] = String(value)
  }
  return text
}
