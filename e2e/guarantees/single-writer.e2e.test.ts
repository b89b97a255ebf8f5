import { SERVICES } from '@bistro/client'
import { owners, topics } from '@bistro/events'
import { describe, expect, it } from 'vitest'
import { accessOfGateway } from '../support/door.ts'
import { type Login, plainClient } from '../support/records.ts'
import { manifest } from '../support/shared-stack.ts'

const { kafka, services } = manifest
const gateway = accessOfGateway(manifest).kafka

async function write(login: Login, topic: string): Promise<void> {
  const producer = plainClient(kafka.bootstrap, login).producer({ allowAutoTopicCreation: false })
  try {
    await producer.connect()
    await producer.send({ topic, messages: [{ key: 'intruder', value: 'this must never arrive' }] })
  } finally {
    await producer.disconnect()
  }
}

describe('a topic has a single writer', () => {
  const foreign = SERVICES.flatMap((writer) =>
    owners.filter((owner) => owner !== writer).map((owner) => ({ writer, owner })),
  )

  it.each(foreign)('$writer is refused on the topic of $owner', async ({ writer, owner }) => {
    await expect(write(services[writer].kafka, topics[owner])).rejects.toThrow(/not authorized/i)
  })

  it.each(owners)('reader is refused on the topic of %s', async (owner) => {
    await expect(write(kafka.reader, topics[owner])).rejects.toThrow(/not authorized/i)
  })

  it.each(owners)('the gateway is refused on the topic of %s', async (owner) => {
    await expect(write(gateway, topics[owner])).rejects.toThrow(/not authorized/i)
  })

  it('the gateway makes and changes no topic', async () => {
    const admin = plainClient(kafka.bootstrap, gateway).admin()
    await admin.connect()
    try {
      const refused = { errors: [{ message: expect.stringMatching(/not authorized/i) }] }
      await expect(admin.createTopics({ topics: [{ topic: 'bistro.gateway.v1' }] })).rejects.toMatchObject(refused)
      await expect(admin.createPartitions({ topicPartitions: [{ topic: topics.order, count: 60 }] })).rejects.toThrow(
        /not authorized/i,
      )
    } finally {
      await admin.disconnect()
    }
  })

  it.each(SERVICES)('nobody makes a topic of their own: %s is refused', async (user) => {
    const admin = plainClient(kafka.bootstrap, services[user].kafka).admin()
    await admin.connect()
    try {
      const making = admin.createTopics({ topics: [{ topic: `bistro.${user}.v2` }] })
      await expect(making).rejects.toMatchObject({ errors: [{ message: expect.stringMatching(/not authorized/i) }] })
    } finally {
      await admin.disconnect()
    }
  })

  it.each([...SERVICES, 'reader', 'admin'])('a wrong password is refused: %s', async (user) => {
    await expect(write({ user, password: 'wrong' }, topics.order)).rejects.toThrow(/authentication/i)
  })
})

/** Resolves once it is a member. */
async function join(login: Login, group: string): Promise<void> {
  const consumer = plainClient(kafka.bootstrap, login).consumer({ groupId: group })
  const joined = new Promise<void>((resolve, reject) => {
    consumer.on(consumer.events.GROUP_JOIN, () => resolve())
    consumer.on(consumer.events.CRASH, ({ payload }) => reject(payload.error))
  })
  await consumer.connect()
  try {
    await consumer.subscribe({ topic: topics.order })
    await consumer.run({ autoCommit: false, eachMessage: async () => {} })
    await joined
  } finally {
    await consumer.disconnect()
  }
}

describe('a group takes in nobody but the user that it is named after', () => {
  /** What the driver says where the broker does not tell a user of a group. */
  const REFUSED = 'Failed to find group coordinator'

  it('reader has groups of its own', async () => {
    await join(kafka.reader, 'reader.of-a-test')
  })

  it.each(SERVICES)('reader is refused by the group of %s', async (owner) => {
    const { group } = services[owner].kafka
    await expect(join(kafka.reader, group)).rejects.toThrow(REFUSED)
    await expect(join(kafka.reader, `${group}.other`)).rejects.toThrow(REFUSED)
  })

  it.each(SERVICES)('the gateway sees how far %s has read, and is refused by its group', async (owner) => {
    const { group } = services[owner].kafka
    const admin = plainClient(kafka.bootstrap, gateway).admin()
    await admin.connect()
    try {
      await admin.fetchTopicMetadata({ topics: [topics.order] }) // makes the driver look for brokers
      expect(await admin.fetchOffsets({ groupId: group, topics: [topics.order] })).toMatchObject([
        { topic: topics.order },
      ])
      expect((await admin.describeGroups([group])).groups).toMatchObject([{ state: 'Stable', members: [{}] }])
    } finally {
      await admin.disconnect()
    }
    await expect(join(gateway, group)).rejects.toThrow(/not authorized/i)
  })

  it('payment is refused by the group of customer', async () => {
    await expect(join(services.payment.kafka, services.customer.kafka.group)).rejects.toThrow(REFUSED)
  })
})
