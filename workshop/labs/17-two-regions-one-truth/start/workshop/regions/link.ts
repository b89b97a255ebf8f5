import { randomUUID } from 'node:crypto'
import { kafkaClient } from '@bistro/client'
import { LONGEST_WAIT_MS, OWN_TOPIC, type Region, topicFrom } from './region.ts'

export interface Link {
  isUp(): boolean
  set(isUp: boolean): Promise<void>
}

/**
 * The bridge between two regions. It copies what each has written itself, never what came from the other, so nothing goes round in circles. It does
 * not remember how far it was: whenever it comes up, it copies everything again.
 */
export async function joinRegions(a: Region, b: Region, run: string): Promise<Link> {
  let stops: (() => Promise<void>)[] = []
  const set = async (isUp: boolean): Promise<void> => {
    if (isUp === stops.length > 0) return
    if (isUp) stops = await Promise.all([copy(a, b, run), copy(b, a, run)])
    else await Promise.all(stops.splice(0).map((stop) => stop()))
  }
  await set(true)
  return { isUp: () => stops.length > 0, set }
}

async function copy(from: Region, to: Region, run: string): Promise<() => Promise<void>> {
  const reading = { groupId: `link-${randomUUID()}`, maxWaitTimeInMs: LONGEST_WAIT_MS }
  const consumer = kafkaClient(from.login, 'link').consumer(reading)
  const producer = kafkaClient(to.login, 'link').producer()
  await Promise.all([consumer.connect(), producer.connect()])
  await consumer.subscribe({ topics: [OWN_TOPIC + run], fromBeginning: true })
  await consumer.run({
    eachMessage: async ({ message: { key, value, headers } }) => {
      await producer.send({ topic: topicFrom(from.name) + run, messages: [{ key, value, headers }] })
    },
  })
  return async () => {
    await consumer.disconnect()
    await producer.disconnect()
  }
}
