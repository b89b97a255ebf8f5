import type { Keeping } from './about.ts'
import { type Cluster, until } from './cluster.ts'

const SENT_TIMEOUT_MS = 30_000
/** The first leads. The controller's broker is the last to lose its leadership: it stays. */
const PLACES = [3, 2, 1]

/** A topic of one partition. */
export const makeTopic = (cluster: Cluster, topic: string, { replicas, minInSync }: Keeping): Promise<void> =>
  cluster.ask(async (admin) => {
    const replicaAssignment = [{ partition: 0, replicas: PLACES.slice(0, replicas) }]
    const configEntries = [
      { name: 'min.insync.replicas', value: String(minInSync) },
      // One that has lost its last replica in sync is led by the first that comes back. The driver cannot change it then.
      { name: 'unclean.leader.election.enable', value: 'true' },
    ]
    await admin.createTopics({ topics: [{ topic, replicaAssignment, configEntries }], waitForLeaders: true })
  })

export const untilLed = (cluster: Cluster, topic: string, patienceMs?: number): Promise<void> =>
  until(`${topic} has a leader`, () => cluster.ask(async (admin) => (await endOf(admin, topic)) >= 0), patienceMs)

/** The numbers on a topic. */
export async function numbersOn(cluster: Cluster, topic: string): Promise<ReadonlySet<number>> {
  const end = await cluster.ask((admin) => endOf(admin, topic))
  const numbers = new Set<number>()
  if (end === 0) return numbers
  const consumer = cluster.client().consumer({ groupId: `bench.${topic}`, maxWaitTimeInMs: 100 })
  await consumer.connect()
  try {
    await consumer.subscribe({ topic, fromBeginning: true })
    const read = Promise.withResolvers<void>()
    const overdue = setTimeout(() => read.reject(new Error(`${topic} was not read in time`)), SENT_TIMEOUT_MS)
    await consumer.run({
      autoCommit: false,
      eachMessage: async ({ message }) => {
        numbers.add(Number(message.value))
        if (Number(message.offset) === end - 1) read.resolve()
      },
    })
    await read.promise.finally(() => clearTimeout(overdue))
    return numbers
  } finally {
    await consumer.disconnect()
  }
}

const endOf = async (admin: Parameters<Parameters<Cluster['ask']>[0]>[0], topic: string): Promise<number> =>
  Number((await admin.fetchTopicOffsets(topic))[0]?.high ?? -1)
