import type { Admin, PartitionMetadata } from 'kafkajs'
import type { Manifest } from '../manifest.ts'
import { BROKERS } from '../names.ts'
import { kafkaClient } from './kafka-client.ts'

const RETRIES = 3

/** Where the replicas of a topic are. */
export interface TopicReplicas {
  readonly topic: string
  readonly partitions: readonly Pick<PartitionMetadata, 'partitionId' | 'leader' | 'replicas' | 'isr'>[]
}

export interface ReplicasLook {
  /** Throws where a partition has no leader: the driver describes all of a topic or nothing. */
  look(topics: readonly string[]): Promise<TopicReplicas[]>
  close(): Promise<void>
}

export async function lookAtReplicas({ kafka }: Pick<Manifest, 'kafka'>): Promise<ReplicasLook> {
  const { bootstrap, caFile, reader } = kafka
  const admin = kafkaClient({ bootstrap, caFile, ...reader }, 'bistro-replicas', RETRIES).admin()
  await admin.connect()
  return { look: (topics) => replicasOf(admin, topics), close: () => admin.disconnect() }
}

async function replicasOf(admin: Admin, topics: readonly string[]): Promise<TopicReplicas[]> {
  const found = await admin.fetchTopicMetadata({ topics: [...topics] })
  return found.topics
    .map(({ name, partitions }) => ({ topic: name, partitions: byId(partitions) }))
    .toSorted((one, other) => one.topic.localeCompare(other.topic))
}

const byId = (partitions: readonly PartitionMetadata[]): PartitionMetadata[] =>
  partitions.toSorted((one, other) => one.partitionId - other.partitionId)

/** The node that leads each partition, in order. */
export const leadersOf = ({ partitions }: TopicReplicas): string => partitions.map(({ leader }) => leader).join(' ')

/** Which brokers are behind, and in which partitions; or that none is. */
export function inSyncText({ partitions }: TopicReplicas): string {
  const behind = BROKERS.flatMap((broker, index) => {
    const lacking = partitions.filter(({ replicas, isr }) => replicas.includes(index + 1) && !isr.includes(index + 1))
    if (lacking.length === 0) return []
    const where = lacking.length === partitions.length ? 'all' : lacking.map(({ partitionId }) => partitionId).join(' ')
    return [`${broker} is not (partitions: ${where})`]
  })
  return behind.join(', ') || 'all are'
}

/** The brokers of a running stack, as its replicas name them: `1 kafka, 2 kafka-2`. */
export const nodesText = ({ processes }: Pick<Manifest, 'processes'>): string =>
  BROKERS.flatMap((broker, index) =>
    processes.some(({ name }) => name === broker) ? [`${index + 1} ${broker}`] : [],
  ).join(', ')
