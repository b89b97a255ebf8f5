import { randomUUID } from 'node:crypto'
import type { Consumer, EachBatchPayload, Kafka } from 'kafkajs'
import { type Following, type FollowOptions, partitionKey } from '../runtime/log.ts'
import { Lasting } from './lasting.ts'
import { onceLed } from './led.ts'
import { asAdmin } from './places.ts'
import { toRecord } from './records.ts'
import { Unreadable } from './unreadable.ts'
import { GroupWatch } from './watch.ts'

/** A fetch returns with the first byte, so waiting longer costs no latency; it bounds how long closing takes. */
const FETCH_WAIT_MS = 1_000
const CONCURRENT_PARTITIONS = 32

export interface Follower {
  readonly client: Kafka
  /** Kafka's rules let a user have groups that begin with its name and a dot. */
  readonly user: string
  readonly metadataMaxAge: number
}

/** Reads all partitions in a group of its own that commits nothing: positions are in memory, and survive a rejoin. */
export async function follow(follower: Follower, options: FollowOptions): Promise<Following> {
  const watch = new GroupWatch(options.health, 'the broadcast of events', 'others')
  const next = options.from === 'end' ? await endsOf(follower.client, options.topics) : new Map<string, Next>()
  const reader = new Lasting({
    watch,
    open: () => open(follower, options, watch, next),
    // Nobody shares its group's name.
    onFenced: () => {},
  })
  await reader.open()
  return reader
}

/** The next record to read, by partition. */
interface Next {
  readonly topic: string
  readonly partition: number
  readonly offset: bigint
}

const endsOf = (client: Kafka, topics: readonly string[]): Promise<Map<string, Next>> =>
  asAdmin(client, async (admin) => {
    const ends = await Promise.all(
      topics.map(async (topic) =>
        (await onceLed(() => admin.fetchTopicOffsets(topic))).map(({ partition, high }) => ({
          topic,
          partition,
          offset: BigInt(high),
        })),
      ),
    )
    return new Map(ends.flat().map((end) => [partitionKey(end), end]))
  })

async function open(
  { client, user, metadataMaxAge }: Follower,
  options: FollowOptions,
  watch: GroupWatch,
  next: Map<string, Next>,
) {
  const consumer = client.consumer({
    groupId: `${user}.${randomUUID()}`,
    // When the broker is back it knows the member, and does not wait for its earlier session to end.
    groupInstanceId: 'only',
    allowAutoTopicCreation: false,
    maxWaitTimeInMs: FETCH_WAIT_MS,
    minBytes: 1,
    metadataMaxAge,
    // `Lasting` replaces a consumer that has given up.
    retry: { restartOnFailure: async () => false },
  })
  const unreadable = new Unreadable(options.health)
  const ended = Promise.withResolvers<Error>()
  const joined = listen(consumer, watch, next)
  consumer.on('consumer.crash', ({ payload: { error } }) => {
    unreadable.forget()
    ended.resolve(error)
  })
  const close = async (): Promise<void> => {
    unreadable.forget()
    await consumer.disconnect()
  }
  try {
    await consumer.connect()
    await consumer.subscribe({ topics: [...options.topics], fromBeginning: true })
    const running = consumer.run({
      autoCommit: false,
      eachBatchAutoResolve: false,
      partitionsConsumedConcurrently: CONCURRENT_PARTITIONS,
      eachBatch: async (payload) => {
        if (payload.batch.unreadable) return unreadable.setAside(payload)
        await take(payload, options, next)
        unreadable.passed(payload.batch.topic, payload.batch.partition)
      },
    })
    await Promise.race([Promise.all([running, joined]), ended.promise.then((error) => Promise.reject(error))])
  } catch (error) {
    await close().catch(() => undefined)
    throw error
  }
  return { ended: ended.promise, close }
}

/** Resolves when it has joined. A group without offsets begins at the oldest records each time. */
function listen(consumer: Consumer, watch: GroupWatch, next: ReadonlyMap<string, Next>): Promise<void> {
  const joined = Promise.withResolvers<void>()
  consumer.on('consumer.group_join', ({ payload }) => {
    for (const { topic, partition, offset } of next.values())
      consumer.seek({ topic, partition, offset: String(offset) })
    watch.joined(Object.values(payload.memberAssignment).flat().length)
    joined.resolve()
  })
  consumer.on('consumer.rebalancing', () => watch.left('the group is rebalancing'))
  consumer.on('consumer.network.request', () => watch.answered())
  return joined.promise
}

/** A batch may have been fetched before the seek: what was delivered is left out. */
async function take(
  { batch, resolveOffset }: Pick<EachBatchPayload, 'batch' | 'resolveOffset'>,
  { onBatch }: FollowOptions,
  next: Map<string, Next>,
): Promise<void> {
  const { topic, partition } = batch
  const from = next.get(partitionKey(batch))?.offset ?? 0n
  const records = batch.messages.filter(({ offset }) => BigInt(offset) >= from)
  const offset = BigInt(batch.lastOffset()) + 1n
  if (offset > from) next.set(partitionKey(batch), { topic, partition, offset })
  if (records.length > 0) await onBatch(records.map((message) => toRecord(topic, partition, message)))
  resolveOffset(batch.lastOffset())
}
