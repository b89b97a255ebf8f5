import type { Admin, Kafka } from 'kafkajs'
import { type Bounds, type Position, partitionKey } from '../runtime/log.ts'
import { type Marks, type Place, placeOf } from '../runtime/place.ts'

/** Partitions by topic. */
export type Dealt = Readonly<Record<string, readonly number[]>>

/** Where to read a partition from, and where the driver begins on its own. */
export interface Placed extends Place {
  readonly topic: string
  readonly partition: number
  readonly begins: bigint
}

/** The driver's value for a group without an offset. */
const NONE = '-1'

/** Compares stored positions with the group's offsets and the log's bounds. */
export function placesOf(
  client: Kafka,
  group: string,
  dealt: Dealt,
  stored: readonly Position[],
): Promise<readonly Placed[]> {
  const known = new Map(stored.map((position) => [partitionKey(position), BigInt(position.offset)]))
  return asAdmin(client, async (admin) => {
    const topics = Object.keys(dealt)
    const committed = await committedBy(admin, group, topics)
    const placed = await Promise.all(
      topics.map(async (topic) => {
        const ends = (await admin.fetchTopicOffsets(topic)).filter(({ partition }) => dealt[topic]?.includes(partition))
        return ends.map(({ partition, ...ends }): Placed => {
          const [key, low, high] = [partitionKey({ topic, partition }), BigInt(ends.low), BigInt(ends.high)]
          const marks = { stored: known.get(key), committed: committed.get(key), low, high }
          return { topic, partition, begins: beginOf(marks), ...placeOf(marks) }
        })
      }),
    )
    return placed.flat()
  })
}

/** An offset outside the log counts as no offset. */
const beginOf = ({ committed, low, high }: Marks): bigint =>
  committed === undefined || committed < low || committed > high ? low : committed

async function committedBy(admin: Admin, groupId: string, topics: string[]): Promise<ReadonlyMap<string, bigint>> {
  const found = await admin.fetchOffsets({ groupId, topics })
  return new Map(
    found.flatMap(({ topic, partitions }) =>
      partitions.flatMap(({ partition, offset }) =>
        offset === NONE ? [] : [[partitionKey({ topic, partition }), BigInt(offset)] as const],
      ),
    ),
  )
}

export async function boundsOf(admin: Admin, topics: readonly string[]): Promise<readonly Bounds[]> {
  const found = await Promise.all(
    topics.map(async (topic) =>
      (await admin.fetchTopicOffsets(topic)).map(({ partition, low, high }) => ({
        ...{ topic, partition, begin: BigInt(low), end: BigInt(high) },
      })),
    ),
  )
  return found.flat()
}

export async function asAdmin<T>(client: Kafka, work: (admin: Admin) => Promise<T>): Promise<T> {
  const admin = client.admin()
  try {
    await admin.connect()
    return await work(admin)
  } finally {
    await admin.disconnect()
  }
}
