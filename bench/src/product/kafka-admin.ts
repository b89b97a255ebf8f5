import { setTimeout as delay } from 'node:timers/promises'
import type { Manifest } from '@bistro/client'
import { topics } from '@bistro/events'
import { type Admin, Kafka, logLevel } from 'kafkajs'
import { sum } from '../harness/statistics.ts'

const LEADERS_POLL_MS = 100
const LEADERS_TRIES = 50

/** Asks the broker something as its administrator. */
export async function withKafkaAdmin<Result>(
  { kafka: access }: Manifest,
  work: (admin: Admin) => Promise<Result>,
): Promise<Result> {
  const { user, password } = access.admin
  const sasl = { mechanism: 'scram-sha-512', username: user, password } as const
  const admin = new Kafka({ brokers: access.bootstrap.split(','), sasl, logLevel: logLevel.NOTHING }).admin()
  await admin.connect()
  try {
    return await work(admin)
  } finally {
    await admin.disconnect()
  }
}

/** Makes topics, and waits until their leaders are known: the broker says that they are made a moment before. */
export const makeTopics = (manifest: Manifest, names: readonly string[], numPartitions: number): Promise<void> =>
  withKafkaAdmin(manifest, async (admin) => {
    const made = names.map((topic) => ({ topic, numPartitions, replicationFactor: 1 }))
    await admin.createTopics({ topics: made, waitForLeaders: false })
    for (let tries = 1; ; tries++) {
      try {
        await admin.fetchTopicMetadata({ topics: [...names] })
        return
      } catch (error) {
        if (tries === LEADERS_TRIES) throw error
        await delay(LEADERS_POLL_MS)
      }
    }
  })

/** Takes every limit from a user; deployment's `correctQuotas` gives them back. */
export const liftQuota = (manifest: Manifest, user: string): Promise<unknown> =>
  withKafkaAdmin(manifest, (admin) => {
    const ops = ['producer_byte_rate', 'consumer_byte_rate', 'request_percentage'].map((key) => ({ key, value: null }))
    return admin.alterClientQuotas({ entries: [{ entity: [{ entityType: 'user', entityName: user }], ops }] })
  })

/** How many records the product has published so far. */
export const recordsPublished = (manifest: Manifest): Promise<number> =>
  withKafkaAdmin(manifest, async (admin) => {
    const offsets = await Promise.all(Object.values(topics).map((topic) => admin.fetchTopicOffsets(topic)))
    return sum(offsets.flat().map(({ high }) => Number(high)))
  })
