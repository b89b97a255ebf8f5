import { type KafkaReader, LastingAdmin } from '@bistro/kit/kafka'
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
  /** The first record of each partition, by topic and partition. */
  readonly begins: Offsets
  /** The next record to be written. */
  readonly ends: Offsets
}

export const NO_MARKS: Marks = { hasRead: () => undefined, lagAt: () => undefined, begins: new Map(), ends: new Map() }

export const placeKey = (topic: string, partition: number): string => `${topic} ${partition}`
const topicIn = (key: string): string => key.slice(0, key.lastIndexOf(' '))

type Admin = ReturnType<KafkaReader['client']['admin']>

/** Reads offsets over one connection, which is opened again after a failure. */
export class MarkReader {
  readonly #lasting: LastingAdmin

  constructor(client: KafkaReader['client']) {
    this.#lasting = new LastingAdmin(client)
  }

  /** @throws if the log does not answer */
  read(topics: readonly string[]): Promise<Marks> {
    return this.#lasting.ask(async (admin) => {
      const committed = new Map<ServiceName, Offsets>()
      const reading = SERVICES.map(async (name) => committed.set(name, await committedBy(admin, name)))
      const [bounds] = await Promise.all([boundsOf(admin, topics), ...reading])
      return marksOf(committed, bounds)
    })
  }

  close(): Promise<void> {
    return this.#lasting.close()
  }
}

/** @param committed by service, the next offset of each partition of which it has read something */
export function marksOf(
  committed: ReadonlyMap<ServiceName, Offsets>,
  { begins, ends }: Pick<Marks, 'begins' | 'ends'>,
): Marks {
  // A partition of which nothing was read has no offset. A topic without any offset may be one that is not read.
  const topicsRead = new Map([...committed].map(([name, offsets]) => [name, new Set([...offsets.keys()].map(topicIn))]))
  const next = (reader: ServiceName, topic: string, partition: number): bigint | undefined =>
    topicsRead.get(reader)?.has(topic) ? (committed.get(reader)?.get(placeKey(topic, partition)) ?? 0n) : undefined
  return {
    begins,
    ends,
    hasRead: (reader, { topic, partition, offset }) => {
      const mark = next(reader, topic, partition)
      return mark === undefined ? undefined : mark > BigInt(offset)
    },
    lagAt: (reader, { topic, partition }) => {
      const end = ends.get(placeKey(topic, partition))
      const mark = next(reader, topic, partition)
      return end === undefined || mark === undefined ? undefined : Number(end - mark)
    },
  }
}

async function committedBy(admin: Admin, service: ServiceName): Promise<Offsets> {
  const { subscribes } = services[service]
  if (subscribes.length === 0) return new Map()
  const found = await admin.fetchOffsets({ groupId: service, topics: [...subscribes] })
  return new Map(
    found.flatMap(({ topic, partitions }) =>
      partitions.flatMap(({ partition, offset }) =>
        offset === '-1' ? [] : [[placeKey(topic, partition), BigInt(offset)] as const],
      ),
    ),
  )
}

async function boundsOf(admin: Admin, topics: readonly string[]): Promise<Pick<Marks, 'begins' | 'ends'>> {
  const found = await Promise.all(
    topics.map(async (topic) => (await admin.fetchTopicOffsets(topic)).map((bounds) => ({ topic, ...bounds }))),
  )
  const at = (bound: 'low' | 'high'): Offsets =>
    new Map(found.flat().map(({ topic, partition, [bound]: offset }) => [placeKey(topic, partition), BigInt(offset)]))
  return { begins: at('low'), ends: at('high') }
}
