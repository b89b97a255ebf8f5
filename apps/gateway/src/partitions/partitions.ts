import { MAX_PARTITIONS } from '@bistro/client/control'
import { allTopics } from '@bistro/events'
import { publisherOf } from '@bistro/kit'
import { type Bounds, partitionKey, type Survey } from '@bistro/kit/runtime'
import { services } from '@bistro/saga'
import { SERVICES, type ServiceName } from '@bistro/services'
import type { Partitions } from '../contract/index.ts'

const readersOf = (topic: string): ServiceName[] => SERVICES.filter((name) => services[name].subscribes.includes(topic))

/** Topics, their partitions, and which process of each service reads them, how far. @throws LogError */
export async function partitionsOf(survey: Survey): Promise<Partitions> {
  const [partitions, members, readers] = await Promise.all([
    survey.partitions(allTopics),
    survey.members(SERVICES),
    Promise.all(SERVICES.map((service) => survey.readers(service, services[service].subscribes))),
  ])
  const positions = new Map(
    readers.flat().map((reader) => [`${reader.group} ${partitionKey(reader)}`, reader.position]),
  )
  const describe = (found: Bounds) => ({
    ...{ partition: found.partition, begin: String(found.begin), end: String(found.end) },
    readers: readersOf(found.topic).map((service) => {
      const key = `${service} ${partitionKey(found)}`
      const position = positions.get(key) ?? found.begin
      const member = members.get(key)
      const lagMessages = position < found.end ? Number(found.end - position) : 0
      return { service, ...(member !== undefined && { member }), position: String(position), lagMessages }
    }),
  })
  return {
    most: MAX_PARTITIONS,
    topics: allTopics.map((topic) => ({
      ...{ topic, service: publisherOf(topic) },
      partitions: partitions.filter((partition) => partition.topic === topic).map(describe),
    })),
  }
}
