import { randomUUID } from 'node:crypto'
import { Kafka, type KafkaMessage, logLevel } from 'kafkajs'

const READ_TIMEOUT_MS = 30_000

export interface Login {
  readonly user: string
  readonly password: string
}

export interface TopicRecord {
  readonly topic: string
  readonly key: string | undefined
  readonly headers: Readonly<Record<string, string>>
  readonly value: Buffer
}

/** A plain client. It retries nothing, so that a refusal shows at once. */
export const plainClient = (bootstrap: string, { user, password }: Login, retries = 0): Kafka =>
  new Kafka({
    clientId: 'anybody',
    brokers: bootstrap.split(','),
    sasl: { mechanism: 'scram-sha-512', username: user, password },
    retry: { retries },
    logLevel: logLevel.NOTHING,
  })

/** Everything that is on the topics at this moment, in the order of arrival. */
export async function readTopics(kafka: Kafka, topics: readonly string[]): Promise<TopicRecord[]> {
  const missing = await endsOf(kafka, topics)
  const consumer = kafka.consumer({ groupId: `reader.anybody-${randomUUID()}`, maxWaitTimeInMs: 100 })
  const records: TopicRecord[] = []
  const complete = Promise.withResolvers<void>()
  const overdue = setTimeout(
    () => complete.reject(new Error(`records not read within ${READ_TIMEOUT_MS} ms: ${[...missing]}`)),
    READ_TIMEOUT_MS,
  )
  await consumer.connect()
  try {
    await consumer.subscribe({ topics: [...topics], fromBeginning: true })
    if (missing.size === 0) complete.resolve()
    await consumer.run({
      autoCommit: false,
      eachMessage: async ({ topic, partition, message }) => {
        records.push(toRecord(topic, message))
        const place = `${topic}/${partition}`
        if (BigInt(message.offset) + 1n >= (missing.get(place) ?? Number.POSITIVE_INFINITY)) missing.delete(place)
        if (missing.size === 0) complete.resolve()
      },
    })
    await complete.promise
    return records
  } finally {
    clearTimeout(overdue)
    await consumer.disconnect()
  }
}

/** The offset after the last record of each partition that has any. */
async function endsOf(kafka: Kafka, topics: readonly string[]): Promise<Map<string, bigint>> {
  const admin = kafka.admin()
  await admin.connect()
  try {
    const ends = await Promise.all(
      topics.map(async (topic) =>
        (await admin.fetchTopicOffsets(topic)).map(
          ({ partition, offset }) => [`${topic}/${partition}`, BigInt(offset)] as const,
        ),
      ),
    )
    return new Map(ends.flat().filter(([, end]) => end > 0n))
  } finally {
    await admin.disconnect()
  }
}

const toRecord = (topic: string, { key, headers, value }: KafkaMessage): TopicRecord => ({
  topic,
  key: key?.toString(),
  headers: Object.fromEntries(Object.entries(headers ?? {}).map(([name, text]) => [name, String(text)])),
  value: value ?? Buffer.alloc(0),
})

/** The records that the version gate accepts: one for each (source, subject, sequence). @throws where copies differ */
export function throughTheGate(records: readonly TopicRecord[]): TopicRecord[] {
  const first = new Map<string, TopicRecord>()
  for (const record of records) {
    const { ce_source, ce_subject, ce_sequence } = record.headers
    const place = `${ce_source} ${ce_subject} ${ce_sequence}`
    const known = first.get(place)
    if (known && (known.headers.ce_id !== record.headers.ce_id || !known.value.equals(record.value)))
      throw new Error(`two different events have the same source, subject and sequence: ${place}`)
    if (!known) first.set(place, record)
  }
  return [...first.values()]
}

/** The streams whose sequence is not 1, 2, 3 … when sorted. */
export function streamsWithGaps(distinct: readonly TopicRecord[]): string[] {
  const streams = Map.groupBy(distinct, ({ headers }) => `${headers.ce_source} ${headers.ce_subject}`)
  return [...streams].flatMap(([stream, records]) => {
    const sequences = records.map(({ headers }) => Number(headers.ce_sequence)).sort((a, b) => a - b)
    return sequences.every((sequence, index) => sequence === index + 1) ? [] : [`${stream}: ${sequences}`]
  })
}
