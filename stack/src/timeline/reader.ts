import { topics } from '@bistro/events'
import type { IHeaders, KafkaMessage } from 'kafkajs'
import type { Manifest } from '../manifest.ts'
import { readersGroup } from '../parts/kafka-access.ts'
import { kafkaClient, MAX_PAUSE_MS } from '../parts/kafka-clients.ts'
import { readMemoryEvents } from './memory-reader.ts'
import { type EventReader, type SeenEvent, seenFrom } from './seen.ts'

/** A fetch returns with the first record, so a long wait costs no latency, and a short one a busy broker. */
const MAX_WAIT_MS = 1_000

/** Tells of all events from now on. */
export const readEvents = (manifest: Manifest): Promise<EventReader> =>
  manifest.mode === 'memory' ? readMemoryEvents(manifest) : readTopics(manifest)

/** Reads all topics as the user `reader`, from the end as it is now; resolves when nothing later can be missed. */
async function readTopics(manifest: Manifest): Promise<EventReader> {
  const { bootstrap, reader, caFile } = manifest.kafka
  const kafka = kafkaClient({ bootstrap, ...reader, caFile }, 'bistro-timeline')
  const listeners: ((event: SeenEvent) => void)[] = []
  const next = new Map((await endOffsets(kafka.admin())).map((end) => [`${end.topic} ${end.partition}`, end]))
  const consumer = kafka.consumer({
    groupId: readersGroup(`timeline-${process.pid}-${Date.now()}`),
    groupInstanceId: 'only', // back after the broker was gone, it is known: nobody waits for its old session to end
    maxWaitTimeInMs: MAX_WAIT_MS,
    retry: { maxRetryTime: MAX_PAUSE_MS },
  })
  await consumer.connect()
  await consumer.subscribe({ topics: Object.values(topics) })
  const joined = new Promise<void>((resolve) => {
    consumer.on(consumer.events.GROUP_JOIN, () => {
      // Every time: a broker that goes makes the group join anew, and it has no offsets to go on from.
      for (const position of next.values()) consumer.seek(position)
      resolve()
    })
  })
  await consumer.run({
    autoCommit: false,
    eachMessage: async ({ topic, partition, message }) => {
      next.set(`${topic} ${partition}`, { topic, partition, offset: String(BigInt(message.offset) + 1n) })
      const event = seen(message)
      for (const listener of listeners) listener(event)
    },
  })
  await joined
  return { subscribe: (listener) => void listeners.push(listener), close: () => consumer.disconnect() }
}

async function endOffsets(admin: ReturnType<ReturnType<typeof kafkaClient>['admin']>) {
  await admin.connect()
  try {
    const perTopic = await Promise.all(
      Object.values(topics).map(async (topic) => ({ topic, offsets: await admin.fetchTopicOffsets(topic) })),
    )
    return perTopic.flatMap(({ topic, offsets }) =>
      offsets.map(({ partition, offset }) => ({ topic, partition, offset })),
    )
  } finally {
    await admin.disconnect()
  }
}

const seen = ({ headers = {} }: KafkaMessage): SeenEvent =>
  seenFrom(Object.fromEntries(Object.keys(headers).map((name) => [name, header(headers, name)])))

const header = (headers: IHeaders, name: string): string | undefined => headers[name]?.toString()
