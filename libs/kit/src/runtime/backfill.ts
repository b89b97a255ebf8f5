import type { Service } from '../model/service.ts'
import { sleep } from './clock.ts'
import { toRecord } from './envelope.ts'
import type { Parts } from './parts.ts'
import { publish } from './publishing.ts'
import type { EncodedEvent } from './store.ts'

const PAGE_EVENTS = 500
/** How soon it finds events that another process of the service has stored. */
const POLL_MS = 200
const RETRY_MS = 1_000

interface BackfillPublishers {
  readonly backfills: readonly BackfillPublisher[]
  /** Whether the relay publishes to the service's first topic. */
  readonly isRelayed: boolean
}

/**
 * Assigns publishers to the service's topics: the relay to the first, a backfill publisher to each other. A first topic
 * that was retired lacks the events stored meanwhile: if it returns, a backfill publisher fills it from the beginning.
 */
export async function backfillPublishersOf(parts: Parts): Promise<BackfillPublishers> {
  const { service, store } = parts
  const { topic: first } = service
  if (first === undefined) return nothingToPublish(service)
  const publishes = service.publishes ?? [first]
  if (!publishes.includes(first)) await store.publishFurther(first, 0, async () => {})
  const wasRetired = (await store.followedTopics()).includes(first)
  const followed = publishes.filter((topic) => topic !== first || wasRetired)
  return {
    backfills: followed.map((topic) => new BackfillPublisher(parts, topic)),
    isRelayed: publishes.includes(first) && !wasRetired,
  }
}

function nothingToPublish({ name, aggregates }: Service): BackfillPublishers {
  const published = aggregates.find(({ visibility }) => visibility === 'published')
  if (published)
    throw new Error(
      `${name} has no topic for the events of ${published.name}: give it one, or make ${published.name} private`,
    )
  return { backfills: [], isRelayed: false }
}

/**
 * Publishes to one topic everything that the service has stored and will store: events older than
 * the topic, and those of this and other processes. A crash may cause copies, never loss.
 */
class BackfillPublisher {
  readonly #parts: Parts
  readonly #topic: string
  #awake = Promise.withResolvers<void>()
  #running: Promise<void> | undefined
  #stopped = false

  constructor(parts: Parts, topic: string) {
    this.#parts = parts
    this.#topic = topic
  }

  start(): void {
    this.#running = this.#run()
  }

  /** Looks for new events now. */
  wake(): void {
    this.#awake.resolve()
  }

  async stop(): Promise<void> {
    this.#stopped = true
    this.wake()
    await this.#running
  }

  async #run(): Promise<void> {
    while (!this.#stopped) {
      this.#awake = Promise.withResolvers()
      const isBehind = await this.#publishPage()
      if (!isBehind) await Promise.race([this.#awake.promise, sleep(this.#parts.clock, POLL_MS)])
    }
  }

  async #publishPage(): Promise<boolean> {
    const { store, health } = this.#parts
    const what = `publishing to ${this.#topic}`
    try {
      const passed = await store.publishFurther(this.#topic, PAGE_EVENTS, (events) => this.#send(events))
      health.recovered(what)
      return passed !== undefined && passed >= PAGE_EVENTS
    } catch (error) {
      health.failed(what, (error as Error).message)
      await sleep(this.#parts.clock, RETRY_MS)
      return true
    }
  }

  async #send(events: readonly EncodedEvent[]): Promise<void> {
    const { service, codec, meter } = this.#parts
    for (const { bytes } of events) await codec.prepare(bytes)
    const translated = events.map((event) => ({
      ...event,
      bytes: codec.translate(event.type, event.bytes, this.#topic),
    }))
    await publish(
      this.#parts,
      this.#topic,
      translated.map((event) => toRecord(service, event)),
    )
    meter.relayed(events.length)
  }
}
