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

type Kafka = ReturnType<typeof kafkaClient>

/** Reads as the user `reader`, from the beginning or from the end as it is now. */
async function followTopics(
  manifest: Manifest,
  { topics: wanted = allTopics, fromBeginning = false, onBroker = () => {} }: Following,
  take: (record: SeenRecord) => void,
): Promise<RecordReader> {
  const { bootstrap, reader, caFile } = manifest.kafka
  const kafka = kafkaClient({ bootstrap, ...reader, caFile }, 'bistro-timeline')
  const positions = await positionsIn(kafka, wanted, fromBeginning).catch((cause: unknown) => {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new StackError(`The broker at ${bootstrap} does not answer: ${reason}`, startCommand(manifest, 'kafka'), {
      cause,
    })
  })
  const next = new Map(positions.map((position) => [`${position.topic} ${position.partition}`, position]))
  const consumer = kafka.consumer({
    groupId: readersGroup(`timeline-${process.pid}-${Date.now()}`),
    groupInstanceId: 'only', // back after the broker was gone, it is known: nobody waits for its old session to end
    maxWaitTimeInMs: MAX_WAIT_MS,
    retry: { maxRetryTime: MAX_PAUSE_MS },
  })
  await consumer.connect()
  await consumer.subscribe({ topics: [...wanted] })
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
      next.set(`${topic} ${partition}`, { topic, partition, offset: String(BigInt(message.offset) + 1n) })
      take({ topic, partition, offset: message.offset, headers: headersOf(message), value: message.value ?? NOTHING })
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

async function positionsIn(kafka: Kafka, wanted: readonly string[], fromBeginning: boolean) {
  const admin = kafka.admin()
  await admin.connect()
  try {
    const perTopic = await Promise.all(
      wanted.map(async (topic) => ({ topic, offsets: await onceLed(() => admin.fetchTopicOffsets(topic)) })),
    )
    return perTopic.flatMap(({ topic, offsets }) =>
      offsets.map(({ partition, low, high }) => ({ topic, partition, offset: fromBeginning ? low : high })),
    )
  } finally {
    await admin.disconnect()
  }
}

const headersOf = ({ headers = {} }: KafkaMessage): SeenRecord['headers'] =>
  Object.fromEntries(Object.keys(headers).map((name) => [name, header(headers, name)]))

const header = (headers: IHeaders, name: string): string | undefined => headers[name]?.toString()
