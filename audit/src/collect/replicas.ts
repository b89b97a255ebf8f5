import { type Codec, sourceOf } from '@bistro/events'
import type { ServiceName } from '@bistro/services'
import { publishedIn } from './headers.ts'
import type { PublishedEvent } from './publication.ts'
import { Sequencer } from './sequencer.ts'
import type { ServiceLook } from './service-look.ts'
import { dataOf } from './stored.ts'
import type { TopicRecord } from './topics.ts'

/** Takes the records of all topics: compares each with its service's store, and applies it to the views of other services. */
export class Replicas {
  readonly #looks: ReadonlyMap<ServiceName, ServiceLook>
  readonly #codec: Codec
  readonly #sequencer = new Sequencer()
  readonly #wanted: ReadonlySet<string>

  constructor(looks: readonly ServiceLook[], codec: Codec) {
    this.#looks = new Map(looks.map((look) => [look.name, look]))
    this.#codec = codec
    const replicated = looks
      .flatMap(({ views }) => views.map(({ view }) => view))
      .filter(({ source }) => source === 'replicated')
    this.#wanted = new Set(replicated.flatMap(({ on }) => Object.keys(on)))
  }

  async take(record: TopicRecord): Promise<void> {
    const owner = ownerOfTopic(record.topic)
    const publication = this.#looks.get(owner)?.publications.get(record.topic)
    const found = publishedIn(record)
    // A record whose source is not the topic's owner counts for neither service.
    if (found?.owner !== owner) return publication?.addStray(record.topic, record.partition, record.offset)
    publication?.addPublished(found.event)
    for (const event of this.#sequencer.take(owner, found.event)) await this.#replicate(owner, event)
  }

  async #replicate(owner: ServiceName, { topic, stream, version, type, value }: PublishedEvent): Promise<void> {
    if (!this.#wanted.has(type)) return
    const data = await dataOf(this.#codec, { published: true, type, bytes: value }, topic)
    if (!data) return
    for (const look of this.#looks.values()) look.takeReplicated(sourceOf(owner), stream, version, type, data)
  }
}

const ownerOfTopic = (topic: string): ServiceName => topic.split('.')[1] as ServiceName
