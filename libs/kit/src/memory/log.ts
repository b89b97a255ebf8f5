import type { RawRecord } from '../model/event.ts'
import type { Clock } from '../runtime/clock.ts'
import type { Broadcast, Log, SubscriptionOptions } from '../runtime/log.ts'
import { SYSTEM } from '../runtime/system.ts'
import { Follower } from './follower.ts'
import { Group } from './group.ts'
import { Partition, partitionOf } from './partition.ts'

export interface MemoryLogOptions {
  readonly topics: readonly string[]
  /** Per topic, to begin with. */
  readonly partitions: number
  readonly clock?: Clock
}

export interface MemoryLog extends Log, Broadcast {
  /** All records of a topic, by partition. */
  records(topic: string): readonly (readonly RawRecord[])[]
  /** Adds partitions; keys may map to others from then on. */
  grow(topic: string, more: number): void
  /** Reassigns the partitions of a group. */
  rebalance(group: string): Promise<void>
  /** Removes the member with this subscription as if it had crashed: others get its partitions. */
  lose(options: SubscriptionOptions): void
}

/**
 * The log in memory, shared by the services of one process. Records of a key keep their order and groups keep
 * their offsets, as on Kafka; nothing outlives the process.
 */
export function createMemoryLog({ topics, partitions, clock = SYSTEM.clock }: MemoryLogOptions): MemoryLog {
  const logs = new Map<string, Partition[]>(topics.map((topic) => [topic, []]))
  const groups = new Map<string, Group>()
  const followers = new Set<Follower>()

  const partitionsOf = (topic: string): Partition[] => {
    const found = logs.get(topic)
    if (!found) throw new Error(`there is no topic ${topic}`)
    return found
  }
  const groupOf = (name: string): Group => {
    const group = groups.get(name) ?? new Group(clock, partitionsOf)
    groups.set(name, group)
    return group
  }
  const grow = (topic: string, more: number): void => {
    const all = partitionsOf(topic)
    for (let added = 0; added < more; added += 1) all.push(new Partition(topic, all.length))
  }
  for (const topic of topics) grow(topic, partitions)
  return {
    grow,
    records: (topic) => partitionsOf(topic).map(({ records }) => records),
    rebalance: (group) => groupOf(group).assign(),
    lose: (options) => groupOf(options.group).lose(options),
    send: async (topic, records) => {
      const all = partitionsOf(topic)
      for (const record of records) partitionOf(record.key, all).append(record)
      for (const reader of [...groups.values(), ...followers]) reader.wake()
    },
    follow: async (options) => {
      const follower = new Follower(options, clock, partitionsOf)
      followers.add(follower)
      return {
        close: async () => {
          followers.delete(follower)
          await follower.close()
        },
      }
    },
    bounds: async (topics) =>
      topics
        .flatMap(partitionsOf)
        .map(({ topic, number, end }) => ({ topic, partition: number, begin: 0n, end: BigInt(end) })),
    subscribe: (options) => groupOf(options.group).join(options),
    close: async () => {},
  }
}
