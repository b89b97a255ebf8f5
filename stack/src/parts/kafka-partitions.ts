import { MAX_PARTITIONS } from '@bistro/client/control'
import { StackError } from '@bistro/client/errors'
import type { Mode } from '@bistro/client/manifest'
import { allTopics } from '@bistro/events'
import type { StackContext } from '../context.ts'
import { asUser, loginOf } from './kafka-clients.ts'

/** Adds partitions to a topic while it is in use: keys may map to others from then on. */
export async function addPartitions(
  context: StackContext,
  mode: Mode,
  topic: string,
  partitions: number,
): Promise<void> {
  if (mode === 'memory') throw new StackError('In memory mode there is no broker, and its log has fixed partitions.')
  if (!allTopics.includes(topic)) throw new StackError(`There is no topic ${topic}; there is ${allTopics.join(', ')}.`)
  if (!Number.isInteger(partitions) || partitions > MAX_PARTITIONS)
    throw new StackError(`A topic has at most ${MAX_PARTITIONS} partitions here.`)
  await asUser(loginOf(context, 'admin'), async (admin) => {
    const { topics } = await admin.fetchTopicMetadata({ topics: [topic] })
    const now = topics[0]?.partitions.length ?? 0
    if (partitions <= now)
      throw new StackError(`${topic} has ${now} partitions. Kafka can add partitions and not take them away.`)
    await admin.createPartitions({ topicPartitions: [{ topic, count: partitions }] })
  })
}
