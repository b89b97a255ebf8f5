import { randomUUID } from 'node:crypto'
import type { Kafka } from 'kafkajs'

/** How soon it sees partitions that were added; the driver's default is five minutes. */
const METADATA_MAX_AGE_MS = 2_000

export interface Wrongs {
  readonly applied: number
  /** Applied after a later version of their stream. */
  readonly outOfOrder: number
  readonly repeated: number
  /** Streams whose last applied version is not the latest that has come: their state is old for good. */
  readonly staleStreams: number
}

type Headers = Readonly<Record<string, string | undefined>>

/** What a consumer without a gate does: it applies what comes, in the order in which it comes. */
export class Ungated {
  readonly #streams = new Map<string, { readonly seen: Set<number>; applied: number; latest: number }>()
  #applied = 0
  #outOfOrder = 0
  #repeated = 0

  take({ ce_source, ce_subject, ce_sequence }: Headers): void {
    const [name, version] = [`${ce_source} ${ce_subject}`, Number(ce_sequence)]
    const stream = this.#streams.get(name) ?? { seen: new Set<number>(), applied: 0, latest: 0 }
    this.#streams.set(name, stream)
    this.#applied += 1
    if (stream.seen.has(version)) this.#repeated += 1
    else if (version < stream.latest) this.#outOfOrder += 1
    stream.seen.add(version)
    stream.applied = version
    stream.latest = Math.max(stream.latest, version)
  }

  get wrongs(): Wrongs {
    const staleStreams = [...this.#streams.values()].filter(({ applied, latest }) => applied < latest).length
    return { applied: this.#applied, outOfOrder: this.#outOfOrder, repeated: this.#repeated, staleStreams }
  }
}

/** Reads as consumers are commonly written: it joins a group, applies each message, and the driver commits. */
export async function readUngated(kafka: Kafka, topics: readonly string[], from: 'earliest' | 'latest') {
  const ungated = new Ungated()
  const groupId = `reader.ungated-${randomUUID()}`
  const consumer = kafka.consumer({ groupId, metadataMaxAge: METADATA_MAX_AGE_MS, maxWaitTimeInMs: 500 })
  const joined = new Promise((resolve) => consumer.on('consumer.group_join', resolve))
  await consumer.connect()
  await consumer.subscribe({ topics: [...topics], fromBeginning: from === 'earliest' })
  await consumer.run({
    eachMessage: async ({ message: { headers = {} } }) =>
      ungated.take(Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]))),
  })
  await joined
  return {
    get wrongs() {
      return ungated.wrongs
    },
    close: () => consumer.disconnect(),
  }
}
