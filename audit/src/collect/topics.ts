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
  readonly key: string
  readonly headers: Readonly<Record<string, string>>
  /** Empty in a tombstone. */
  readonly value: Buffer
}

/** Offsets by partition, as `partitionOf` names them. */
export type Positions = ReadonlyMap<string, bigint>

export const partitionOf = ({ topic, partition }: Pick<TopicRecord, 'topic' | 'partition'>): string =>
  `${topic}/${partition}`

/**
 * Reads what is on the topics at this moment, once, in the order of arrival; one record at a time.
 * @param from where to begin; at the oldest record unless given. Throws where that one is gone
 * @returns how many
 */
export async function readTopics(
  access: Access['kafka'],
  topics: readonly string[],
  take: (record: TopicRecord) => Promise<void>,
  from: Positions = new Map(),
): Promise<number> {
  const kafka = brokersOf(access, CONNECT_TIMEOUT_MS)
  const missing = await endsOf(kafka, topics, from)
  if (missing.size === 0) return 0
  return readUntil(kafka, topics, missing, take, from)
}

async function readUntil(
  kafka: Kafka,
  topics: readonly string[],
  missing: Map<string, bigint>,
  take: (record: TopicRecord) => Promise<void>,
  from: Positions,
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
  consumer.on(consumer.events.GROUP_JOIN, () => {
    for (const [place, offset] of from) {
      const [topic = '', partition] = place.split('/')
      if (topics.includes(topic)) consumer.seek({ topic, partition: Number(partition), offset: String(offset) })
    }
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
  const place = partitionOf({ topic, partition })
  const end = missing.get(place) ?? 0n
  const wanted = messages.filter(({ offset }) => BigInt(offset) < end)
  for (const { offset, key, headers = {}, value } of wanted)
    await take({
      ...{ topic, partition, offset, key: String(key) },
      headers: textOf(headers),
      value: value ?? Buffer.alloc(0),
    })
  if (BigInt(messages.at(-1)?.offset ?? -1) + 1n >= end) missing.delete(place)
  return wanted.length
}

/** The offset after the last record of each partition that has any to read: retention may have left none. */
async function endsOf(kafka: Kafka, topics: readonly string[], from: Positions): Promise<Map<string, bigint>> {
  const admin = kafka.admin()
  await admin.connect()
  try {
    const ends = await Promise.all(
      topics.map(async (topic) => {
        const offsets = await onceLed(() => admin.fetchTopicOffsets(topic))
        return offsets.flatMap((one) => toRead(topic, one, from))
      }),
    )
    return new Map(ends.flat())
  } finally {
    await admin.disconnect()
  }
}

function toRead(
  topic: string,
  { partition, low, high }: { partition: number; low: string; high: string },
  from: Positions,
): [string, bigint][] {
  const place = partitionOf({ topic, partition })
  const [oldest, end] = [BigInt(low), BigInt(high)]
  const start = from.get(place) ?? oldest
  if (start < oldest) throw new Error(`${place} begins at ${oldest}; the records from ${start} on are deleted.`)
  return start < end ? [[place, end]] : []
}

function textOf(headers: IHeaders): Record<string, string> {
  const text: Record<string, string> = {}
  for (const name of READ_HEADERS) {
    const value: unknown = headers[name]
    if (value !== undefined && value !== null) text[name] = String(value)
  }
  return text
}
