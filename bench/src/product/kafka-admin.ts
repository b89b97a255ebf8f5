import { topics } from '@bistro/events'
import type { Manifest } from '@bistro/stack'
import { type Admin, Kafka, logLevel } from 'kafkajs'

/** Asks the broker something as its administrator. */
export async function withKafkaAdmin<Result>(
  { kafka: access }: Manifest,
  work: (admin: Admin) => Promise<Result>,
): Promise<Result> {
  const { user, password } = access.admin
  const sasl = { mechanism: 'scram-sha-512', username: user, password } as const
  const admin = new Kafka({ brokers: [access.bootstrap], sasl, logLevel: logLevel.NOTHING }).admin()
  await admin.connect()
  try {
    return await work(admin)
  } finally {
    await admin.disconnect()
  }
}

/** How many records the product has published so far. */
export const recordsPublished = (manifest: Manifest): Promise<number> =>
  withKafkaAdmin(manifest, async (admin) => {
    const offsets = await Promise.all(Object.values(topics).map((topic) => admin.fetchTopicOffsets(topic)))
    return offsets.flat().reduce((sum, { high }) => sum + Number(high), 0)
  })
