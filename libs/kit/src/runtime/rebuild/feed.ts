import type { RawRecord } from '../../model/event.ts'
import type { Replayed } from '../../model/rebuild.ts'
import { foldOf, type Service } from '../../model/service.ts'
import { gateKey } from '../../model/unit-of-work.ts'
import type { AnyView } from '../../model/view.ts'
import { sleep } from '../clock.ts'
import { Health } from '../health.ts'
import { LEARNING_MS, toInput } from '../learning.ts'
import { partitionKey, type Subscription } from '../log.ts'
import { SILENT_LOGGER } from '../logger.ts'
import type { Parts } from '../parts.ts'
import type { StoredEvent } from '../store.ts'
import { BEGINNING, type Mark } from './port.ts'

const PAGE_EVENTS = 500
const LOOK_MS = 20

/** The events of a view from the beginning, and then those that follow. */
export interface Feed {
  /** Events read so far. */
  readonly done: number
  /** Events that there were when it began. */
  readonly total: number
  /** Why it does not go on, as far as is known. */
  readonly trouble: string | undefined
  /** Resolves when all events that exist now are taken; false if that is not the case after `withinMs`. */
  reach(withinMs: number): Promise<boolean>
  stop(): Promise<void>
}

/** Stores events; what it throws ends the feed. */
export type Take = (events: readonly Replayed[]) => Promise<void>

/** A group of its own lets the feed read beside the service. */
export function openFeed(parts: Parts, view: AnyView, owner: string, take: Take): Promise<Feed> {
  return view.source === 'own' ? openStoreFeed(parts, view, take) : openTopicFeed(parts, view, owner, take)
}

async function openStoreFeed(parts: Parts, view: AnyView, take: Take): Promise<Feed> {
  return new StoreFeed(parts, view, take, await parts.store.rebuilds.storedTotal())
}

/** The service's own events: pages of the store, read when asked for. */
class StoreFeed implements Feed {
  done = 0
  readonly total: number
  readonly trouble = undefined
  readonly #parts: Parts
  readonly #view: AnyView
  readonly #take: Take
  #mark: Mark = BEGINNING

  constructor(parts: Parts, view: AnyView, take: Take, total: number) {
    this.#parts = parts
    this.#view = view
    this.#take = take
    this.total = total
  }

  async reach(withinMs: number): Promise<boolean> {
    const { store, clock } = this.#parts
    const until = clock.monotonic() + withinMs
    for (;;) {
      const { events, mark } = await store.rebuilds.stored(this.#mark, PAGE_EVENTS)
      const replayed: Replayed[] = []
      for (const event of events) if (foldOf(this.#view, event.type)) replayed.push(await this.#replayed(event))
      await this.#take(replayed)
      this.#mark = mark
      this.done += events.length
      if (events.length < PAGE_EVENTS) return true
      if (clock.monotonic() > until) return false
    }
  }

  async stop(): Promise<void> {}

  async #replayed({ stream, version, id, type, published, bytes }: StoredEvent): Promise<Replayed> {
    const { codec, service } = this.#parts
    if (published) await codec.prepare(bytes)
    const data = published ? codec.decode(type, bytes) : JSON.parse(bytes.toString())
    return { gate: gateKey(service.source, stream), version, id, type, data: data as object }
  }
}

async function openTopicFeed(parts: Parts, view: AnyView, owner: string, take: Take): Promise<Feed> {
  const bounds = await parts.log.bounds(parts.service.subscribes)
  const total = bounds.reduce((sum, { begin, end }) => sum + Number(end - begin), 0)
  const feed = new TopicFeed(parts, view, take, total)
  await feed.open(`${parts.service.name}.rebuild-${owner}`)
  return feed
}

/** The topics that the service reads, by a group that commits nothing. */
class TopicFeed implements Feed {
  done = 0
  readonly total: number
  readonly #parts: Parts
  /** A service that only keeps the view: other events are not decoded. */
  readonly #service: Service
  readonly #take: Take
  /** Its own, as the service can work without the feed. */
  readonly #health: Health
  /** The next offset of each partition. */
  readonly #next = new Map<string, bigint>()
  #subscription: Subscription | undefined
  #crash: Error | undefined

  constructor(parts: Parts, view: AnyView, take: Take, total: number) {
    this.#parts = parts
    this.#service = { ...parts.service, policies: {}, views: [view] }
    this.#take = take
    this.total = total
    this.#health = new Health(SILENT_LOGGER, parts.clock)
  }

  get trouble(): string | undefined {
    return this.#crash?.message ?? this.#health.troubles[0]?.reason
  }

  async open(group: string): Promise<void> {
    this.#subscription = await this.#parts.log.subscribe({
      group,
      topics: this.#parts.service.subscribes,
      onBatch: (records) => this.#read(records),
      flush: async () => {},
      onDisplaced: () => {},
      health: this.#health,
      onCrash: (error) => {
        this.#crash = error
      },
    })
  }

  async reach(withinMs: number): Promise<boolean> {
    const { log, clock } = this.#parts
    const until = clock.monotonic() + withinMs
    const ends = (await log.bounds(this.#parts.service.subscribes)).filter(({ begin, end }) => begin !== end)
    const isThere = () => ends.every((bounds) => (this.#next.get(partitionKey(bounds)) ?? 0n) >= bounds.end)
    while (!isThere()) {
      if (clock.monotonic() > until) return false
      await sleep(clock, LOOK_MS)
    }
    return true
  }

  async stop(): Promise<void> {
    await this.#subscription?.close()
  }

  async #read(records: readonly RawRecord[]): Promise<void> {
    for (let from = 0; from < records.length; from += PAGE_EVENTS) {
      const page = records.slice(from, from + PAGE_EVENTS)
      const events: Replayed[] = []
      for (const record of page) events.push(...(await this.#replayed(record)))
      await this.#take(events)
      this.done += page.length
    }
    const last = records.at(-1)
    if (last) this.#next.set(partitionKey(last), BigInt(last.offset) + 1n)
  }

  /** Nothing for a record that is no event. @throws while its schema cannot be loaded */
  async #replayed(record: RawRecord): Promise<Replayed[]> {
    const { codec, clock } = this.#parts
    const parts = { service: this.#service, codec, clock }
    const input = await toInput(parts, record, undefined, clock.monotonic() + LEARNING_MS)
    if (input.kind !== 'message') return []
    const { gate, version, id, type, data, unread } = input.message
    if (unread !== undefined) throw new Error(unread)
    return [{ gate, version, id, type, data }]
  }
}
