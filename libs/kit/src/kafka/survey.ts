import kafkajs, { type Admin, type Kafka } from 'kafkajs'
import { type Bounds, type PartitionReader, partitionKey, type Survey } from '../runtime/log.ts'
import { mapError } from './errors.ts'
import { LastingAdmin } from './lasting-admin.ts'
import { onceLed } from './led.ts'
import { boundsOf } from './places.ts'

// CommonJS: it is not to be had by name.
const { AssignerProtocol } = kafkajs
/** The driver's value for a group without an offset. */
const NONE = '-1'

/** Looks at topics and groups through one connection, which is opened again after an error. */
export function createSurvey(client: Kafka): Survey {
  const lasting = new LastingAdmin(client)
  const ask = <T>(question: (admin: Admin) => Promise<T>): Promise<T> =>
    lasting.ask(question).catch((error: unknown) => {
      throw mapError(error)
    })
  return {
    partitions: (topics) => ask((admin) => partitionsOf(admin, topics)),
    readers: (group, topics) => ask((admin) => readersOf(admin, group, topics)),
    members: (groups) => ask((admin) => membersOf(admin, groups)),
    close: () => lasting.close(),
  }
}

async function partitionsOf(admin: Admin, topics: readonly string[]): Promise<readonly Bounds[]> {
  const all = await onceLed(() => boundsOf(admin, topics), 0)
  return all.toSorted((one, other) => one.topic.localeCompare(other.topic) || one.partition - other.partition)
}

async function readersOf(admin: Admin, group: string, topics: readonly string[]): Promise<readonly PartitionReader[]> {
  // The driver takes no topics for all of them.
  if (topics.length === 0) return []
  const found = await admin.fetchOffsets({ groupId: group, topics: [...topics] })
  return found.flatMap(({ topic, partitions }) =>
    partitions.map(({ partition, offset }) => ({
      ...{ group, topic, partition },
      ...(offset !== NONE && { position: BigInt(offset) }),
    })),
  )
}

/** By topic and partition, as `partitionKey` names them, and group. */
async function membersOf(admin: Admin, wanted: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const { groups } = await admin.describeGroups([...wanted])
  const owners = groups.flatMap(({ groupId, members }) =>
    members.flatMap(({ memberId, memberAssignment }) => {
      const { assignment = {} } = AssignerProtocol.MemberAssignment.decode(memberAssignment) ?? {}
      return Object.entries(assignment).flatMap(([topic, partitions]) =>
        partitions.map((partition) => [`${groupId} ${partitionKey({ topic, partition })}`, memberId] as const),
      )
    }),
  )
  return new Map(owners)
}
