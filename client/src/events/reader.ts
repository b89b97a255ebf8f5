import { randomUUID } from 'node:crypto'
import { allTopics, topics } from '@bistro/events'
import { onceLed } from '@bistro/kit/kafka/led'
import type { Consumer, IHeaders, KafkaMessage } from 'kafkajs'
import { StackError } from '../errors.ts'
import type { Manifest } from '../manifest.ts'
import { startCommand } from '../start-command.ts'
import { kafkaClient, MAX_PAUSE_MS, readersGroup } from './kafka-client.ts'
import { followMemory } from './memory-reader.ts'
import type { Following, RecordReader, SeenRecord } from './records.ts'
import { type EventReader, type SeenEvent, seenFrom } from './seen.ts'

/** A fetch returns with the first record, so a long wait costs no latency, and a short one a busy broker. */
const MAX_WAIT_MS = 1_000
/** How soon partitions are seen that were added to a topic. */
const METADATA_MAX_AGE_MS = 2_000

/** Tells of all events from now on. */
export async function readEvents(manifest: Manifest): Promise<EventReader> {
  const listeners: ((event: SeenEvent) => void)[] = []
  const reader = await followRecords(manifest, { topics: Object.values(topics) }, ({ headers }) => {
    const event = seenFrom(headers)
    for (const listener of listeners) listener(event)
  })
  return { subscribe: (listener) => void listeners.push(listener), ended: reader.ended, close: reader.close }
}

/** Hands on records as they arrive; resolves when nothing later can be missed. Throws a StackError where nobody answers. */
export const followRecords = (
  manifest: Manifest,
  following: Following,
  take: (record: SeenRecord) => void,
): Promise<RecordReader> =>
  manifest.mode === 'memory' ? followMemory(manifest, take) : followTopics(manifest, following, take)

/** Hands on what is on the topics at this moment; resolves when all of it is read. Throws a StackError where it cannot be. */
export async function readAll(
  manifest: Manifest,
  wanted: readonly string[],
  take: (record: SeenRecord) => void,
): Promise<void> {
  const bounds = await boundsOf(manifest, wanted)
  const missing = new Map(
    bounds.filter(({ low, high }) => low !== high).map((bound) => [placeOf(bound), BigInt(bound.high)]),
  )
  if (missing.size === 0) return
  const read = Promise.withResolvers<void>()
  const takeMissing = (record: SeenRecord): void => {
    const [place, offset] = [placeOf(record), BigInt(record.offset)]
    const end = missing.get(place)
    if (end === undefined) return
    if (offset < end) take(record)
    if (offset + 1n >= end) missing.delete(place)
    if (missing.size === 0) read.resolve()
  }
  const reader = await followTopics(manifest, { topics: wanted, fromBeginning: true }, takeMissing, bounds)
  const failed = reader.ended.then((why) => {
    throw new StackError(`The topics can no longer be read: ${why}.`, 'npm run stack -- status')
  })
  failed.catch(() => undefined) // may end after all is read
  await Promise.race([read.promise, failed]).finally(() => reader.close())
}

/** Reads as the user `reader`, from the beginning or from the end as it is now, or was when it became known. */
async function followTopics(
  manifest: Manifest,
  { topics: wanted = allTopics, fromBeginning = false, onBroker = () => {} }: Following,
  take: (record: SeenRecord) => void,
  known?: readonly Bounds[],
): Promise<RecordReader> {
  const { bootstrap, reader, caFile } = manifest.kafka
  const kafka = kafkaClient({ bootstrap, ...reader, caFile }, 'bistro-timeline')
  const bounds = known ?? (await boundsOf(manifest, wanted))
  const next = new Map(
    bounds.map(({ low, high, ...place }) => [placeOf(place), { ...place, offset: fromBeginning ? low : high }]),
  )
  const consumer = kafka.consumer({
    groupId: readersGroup(`timeline-${randomUUID()}`),
    groupInstanceId: 'only', // back after the broker was gone, it is known: nobody waits for its old session to end
    maxWaitTimeInMs: MAX_WAIT_MS,
    metadataMaxAge: METADATA_MAX_AGE_MS,
    retry: { maxRetryTime: MAX_PAUSE_MS },
  })
  await consumer.connect()
  // What was there at the start is sought; a partition that is added later is read from its first record.
  await consumer.subscribe({ topics: [...wanted], fromBeginning: true })
  const joined = new Promise<void>((resolve) => {
    consumer.on(consumer.events.GROUP_JOIN, () => {
      // Every time: a broker that goes makes the group join anew, and it has no offsets to go on from.
      for (const position of next.values()) consumer.seek(position)
      onBroker(true)
      resolve()
    })
  })
  const ended = endOf(consumer, onBroker)
  await consumer.run({
    autoCommit: false,
    eachMessage: async ({ topic, partition, message }) => {
      const place = placeOf({ topic, partition })
      // Fetched before the seek.
      if (BigInt(message.offset) < BigInt(next.get(place)?.offset ?? 0)) return
      next.set(place, { topic, partition, offset: String(BigInt(message.offset) + 1n) })
      take(toRecord(topic, partition, message))
    },
  })
  await joined
  return { ended, close: () => consumer.disconnect() }
}

const NOTHING = Buffer.alloc(0)

/** Resolves with the reason when the driver gives up; until then it tries again by itself. */
const endOf = (consumer: Consumer, onBroker: (isThere: boolean) => void): Promise<string> =>
  new Promise((resolve) => {
    consumer.on(consumer.events.CRASH, ({ payload: { error, restart } }) => {
      onBroker(false)
      if (!restart) resolve(error.message)
    })
  })

interface Place {
  readonly topic: string
  readonly partition: number
}

const placeOf = ({ topic, partition }: Place): string => `${topic} ${partition}`

interface Bounds extends Place {
  readonly low: string
  readonly high: string
}

/** Where the partitions of the topics begin and end now. Throws a StackError where nobody answers. */
async function boundsOf(manifest: Manifest, wanted: readonly string[]): Promise<Bounds[]> {
  const { bootstrap, reader, caFile } = manifest.kafka
  const admin = kafkaClient({ bootstrap, ...reader, caFile }, 'bistro-timeline').admin()
  try {
    await admin.connect()
    const perTopic = await Promise.all(
      wanted.map(async (topic) => ({ topic, offsets: await onceLed(() => admin.fetchTopicOffsets(topic)) })),
    )
    return perTopic.flatMap(({ topic, offsets }) =>
      offsets.map(({ partition, low, high }) => ({ topic, partition, low, high })),
    )
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new StackError(`The broker at ${bootstrap} does not answer: ${reason}`, startCommand(manifest, 'kafka'), {
      cause,
    })
  } finally {
    await admin.disconnect()
  }
}

const toRecord = (topic: string, partition: number, message: KafkaMessage): SeenRecord => ({
  ...{ topic, partition, offset: message.offset, key: message.key?.toString() },
  ...{ headers: headersOf(message), value: message.value ?? NOTHING },
})

const headersOf = ({ headers = {} }: KafkaMessage): SeenRecord['headers'] =>
  Object.fromEntries(Object.keys(headers).map((name) => [name, header(headers, name)]))

const header = (headers: IHeaders, name: string): string | undefined => headers[name]?.toString()
