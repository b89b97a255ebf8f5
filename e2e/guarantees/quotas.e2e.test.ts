import { arrange, ORDINARY, SERVICES } from '@bistro/client'
import { topics } from '@bistro/events'
import kafkajs, { type Admin, Kafka } from 'kafkajs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { plainClient } from '../support/records.ts'
import { manifest } from '../support/shared-stack.ts'

const { kafka } = manifest
const { logLevel } = kafkajs
const [EXACTLY, ANY_NAME] = [0, 2] as const
const CLIENT = 'a-reader-gone-wild'
/** So few that a loop over the little that a new stack holds exceeds it, and so many that the first wait is short. */
const BYTES_PER_SECOND = 10_000
/** The driver tells of a pause that the broker has asked for in its log alone. */
const THROTTLED = /throttling in effect for (\d+)ms/
const PATIENCE = { timeout: 30_000, interval: 100 }

describe('the quotas of the broker', () => {
  const admin: Admin = plainClient(kafka.bootstrap, kafka.admin, 5).admin()
  const entity = [
    { entityType: 'user', entityName: kafka.reader.user },
    { entityType: 'client-id', entityName: CLIENT },
  ]
  const limit = (value: number | null) =>
    admin.alterClientQuotas({ entries: [{ entity, ops: [{ key: 'consumer_byte_rate', value }] }] })

  beforeAll(async () => {
    await admin.connect()
    await arrange(manifest, ORDINARY) // so that there is something to read
  })
  afterAll(async () => {
    await limit(null)
    await admin.disconnect()
  })

  it.each([...SERVICES, 'gateway', 'history', 'reader'])('%s has one, and deployment can tell', async (user) => {
    const components = [{ entityType: 'user', matchType: EXACTLY, match: user }]
    const { entries } = await admin.describeClientQuotas({ components, strict: true })
    const quota = Object.fromEntries(entries[0]?.values.map(({ key, value }) => [key, value]) ?? [])
    expect(quota).toEqual({
      producer_byte_rate: expect.toSatisfy((value: number) => value > 0),
      consumer_byte_rate: expect.toSatisfy((value: number) => value > 0),
      request_percentage: expect.toSatisfy((value: number) => value > 0),
    })
  })

  it('deployment itself, who makes them, has none, and neither has everybody', async () => {
    const components = [{ entityType: 'user', matchType: ANY_NAME, match: null }]
    const { entries } = await admin.describeClientQuotas({ components, strict: true })
    const users = entries.map(({ entity: [one] }) => one?.entityName)
    expect(users.sort()).toEqual([...SERVICES, 'gateway', 'history', 'reader'].sort())
  })

  it('have a reader that takes more than its own wait, and no other', async () => {
    await limit(BYTES_PER_SECOND)
    const wild = await readInALoop(CLIENT)
    try {
      await expect.poll(() => wild.throttledMs(), PATIENCE).toBeGreaterThan(0)
    } finally {
      await wild.close()
    }
    const calm = await readInALoop('another-client')
    try {
      await expect.poll(() => calm.rounds(), PATIENCE).toBeGreaterThan(2)
      expect(calm.throttledMs()).toBe(0)
    } finally {
      await calm.close()
    }
  })
})

/** Reads a topic from its first record to its end, and again, as fast as it can. */
async function readInALoop(clientId: string) {
  let throttledMs = 0
  let rounds = 0
  const client = new Kafka({
    clientId,
    brokers: [kafka.bootstrap],
    sasl: { mechanism: 'scram-sha-512', username: kafka.reader.user, password: kafka.reader.password },
    logLevel: logLevel.DEBUG,
    logCreator:
      () =>
      ({ log: { message } }) => {
        throttledMs += Number(THROTTLED.exec(message)?.[1] ?? 0)
      },
  })
  const consumer = client.consumer({ groupId: `reader.${clientId}-${Date.now()}`, maxWaitTimeInMs: 100 })
  await consumer.connect()
  await consumer.subscribe({ topic: topics.customer, fromBeginning: true })
  await consumer.run({
    autoCommit: false,
    eachBatch: async ({ batch }) => {
      if (batch.offsetLag() !== '0') return
      rounds += 1
      const { topic, partition } = batch
      consumer.seek({ topic, partition, offset: '0' })
    },
  })
  return { throttledMs: () => throttledMs, rounds: () => rounds, close: () => consumer.disconnect() }
}
