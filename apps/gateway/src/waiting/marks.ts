import { allTopics } from '@bistro/events'
import { type Bounds, partitionKey, type Survey } from '@bistro/kit/runtime'
import { services } from '@bistro/saga'
import { SERVICES, type ServiceName } from '@bistro/services'

type Offsets = ReadonlyMap<string, bigint>

interface Place {
  readonly topic: string
  readonly partition: number
  readonly offset: string
}

/** How far the services and the log are: one request for each group and topic, not one for each saga. */
export interface Marks {
  /** Whether a service has read a record; undefined if that is not known, as for a service that reads another version of the topic. */
  hasRead(reader: ServiceName, place: Place): boolean | undefined
  /** How many messages a service has still to read in the partition of a record. */
  lagAt(reader: ServiceName, place: Pick<Place, 'topic' | 'partition'>): number | undefined
  /** The partitions of all topics. */
  readonly partitions: readonly Bounds[]
}

export const NO_MARKS: Marks = { hasRead: () => undefined, lagAt: () => undefined, partitions: [] }

const topicIn = (key: string): string => key.slice(0, key.lastIndexOf(' '))

/** @throws LogError while the log is unavailable */
export async function readMarks(survey: Survey): Promise<Marks> {
  const committed = new Map<ServiceName, Offsets>()
  const reading = SERVICES.map(async (name) => committed.set(name, await committedBy(survey, name)))
  const [partitions] = await Promise.all([survey.partitions(allTopics), ...reading])
  return marksOf(committed, partitions)
}

async function committedBy(survey: Survey, service: ServiceName): Promise<Offsets> {
  const readers = await survey.readers(service, services[service].subscribes)
  return new Map(
    readers.flatMap((reader) =>
      reader.position === undefined ? [] : [[partitionKey(reader), reader.position] as const],
    ),
  )
}

/** @param committed by service, the next offset of each partition of which it has read something */
export function marksOf(committed: ReadonlyMap<ServiceName, Offsets>, partitions: readonly Bounds[]): Marks {
  const ends = new Map(partitions.map((bounds) => [partitionKey(bounds), bounds.end]))
  // A partition of which nothing was read has no offset. A topic without any offset may be one that is not read.
  const topicsRead = new Map([...committed].map(([name, offsets]) => [name, new Set([...offsets.keys()].map(topicIn))]))
  const next = (reader: ServiceName, topic: string, partition: number): bigint | undefined =>
    topicsRead.get(reader)?.has(topic)
      ? (committed.get(reader)?.get(partitionKey({ topic, partition })) ?? 0n)
      : undefined
  return {
    partitions,
    hasRead: (reader, { topic, partition, offset }) => {
      const mark = next(reader, topic, partition)
      return mark === undefined ? undefined : mark > BigInt(offset)
    },
    lagAt: (reader, { topic, partition }) => {
      const end = ends.get(partitionKey({ topic, partition }))
      const mark = next(reader, topic, partition)
      return end === undefined || mark === undefined ? undefined : Number(end - mark)
    },
  }
}
