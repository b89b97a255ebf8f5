import { askStack, type ProcessStatus } from '@bistro/client/control'
import type { Manifest } from '@bistro/client/manifest'
import { type ServiceName, serviceIn } from '@bistro/client/names'
import type { ReaderLoad, Sample, TopicLoad } from './decide.ts'
import { askGateway, surveyTopics, type Topic } from './survey.ts'

const SECOND_MS = 1_000

interface Overview {
  readonly services: readonly { readonly service: ServiceName; readonly lagSeconds?: number }[]
}

/** Looks at the load again and again: rates are those since the look before. */
export class Watch {
  readonly #manifest: Manifest
  readonly #socket: string
  #before: { readonly atMs: number; readonly ends: ReadonlyMap<string, number> } | undefined

  constructor(manifest: Manifest, socket: string) {
    this.#manifest = manifest
    this.#socket = socket
  }

  /** Undefined at the first look, as there is no rate yet. Throws a StackError where somebody does not answer. */
  async look(): Promise<Sample | undefined> {
    const [topics, { services }, processes] = await Promise.all([
      surveyTopics(this.#manifest),
      askGateway<Overview>(this.#manifest, '/api/overview'),
      askStack(this.#socket, { action: 'status' }),
    ])
    const before = this.#before
    const atMs = performance.now()
    const ends = new Map(topics.map((topic) => [topic.topic, endOf(topic)]))
    this.#before = { atMs, ends }
    if (before === undefined) return undefined
    const seconds = (atMs - before.atMs) / SECOND_MS
    return {
      atMs,
      topics: topics.map(({ topic, partitions }): TopicLoad => {
        const records = (ends.get(topic) ?? 0) - (before.ends.get(topic) ?? 0)
        return { topic, partitions: partitions.length, recordsPerSecond: records / seconds }
      }),
      readers: services.map(({ service, lagSeconds = 0 }) => readerOf(service, lagSeconds, topics, processes)),
    }
  }
}

/** Of all its partitions. */
const endOf = ({ partitions }: Topic): number => partitions.reduce((sum, { end }) => sum + Number(end), 0)

const readerOf = (
  service: ServiceName,
  lagSeconds: number,
  topics: readonly Topic[],
  processes: readonly ProcessStatus[],
): ReaderLoad => ({
  ...{ service, lagSeconds },
  processes: processes.filter(({ name, state }) => state === 'running' && serviceIn(name) === service).length,
  topics: topics.filter((topic) => isRead(topic, service)).map(({ topic }) => topic),
})

const isRead = ({ partitions }: Topic, service: string): boolean =>
  partitions.some(({ readers }) => readers.some((reader) => reader.service === service))
