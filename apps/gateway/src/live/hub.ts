import { randomUUID } from 'node:crypto'
import type { RawRecord } from '@bistro/kit'
import type { Clock, Timer } from '@bistro/kit/runtime'
import type { LiveData, LiveName } from '../contract/index.ts'
import { Client, type Output } from './client.ts'
import { type ReadBytes, toEvent } from './event.ts'
import { frame, idOf, mark, sequenceIn } from './frame.ts'
import type { Readers } from './readers.ts'
import { Ring } from './ring.ts'
import { Sample } from './sample.ts'
import { instant, type Seen, seenIn } from './seen.ts'
import type { Summaries } from './summaries.ts'

/** Messages of each name are this far apart, at least: ten a second. */
const INTERVAL_MS = 100
const MAX_SAMPLES = 10
const MAX_SAGAS = 50
/** Messages kept for readers of all sagas: half a minute at their highest rate. */
const KEPT_FRAMES = 1_000
/** Events kept for readers of one saga. */
const KEPT_EVENTS = 10_000
/** While nobody reads: what the saga view may not have yet when a page opens. What lives longer costs the collector of garbage most. */
const KEPT_UNHEARD = 500
/** Without a reader nothing is encoded. One that comes back within this time misses nothing. */
const KEPT_FOR_MS = 60_000

/** What changes seldom: the last message of each is sent to every new reader. */
type Standing = Exclude<LiveName, 'saga' | 'event' | 'reset'>

interface HubOptions {
  readonly clock: Clock
  readonly read: ReadBytes
  readonly summaries: Summaries
  readonly readers: Readers
}

/** Hands on what happens, as server-sent events: at most ten messages of a kind in a second, each encoded once. */
export class Hub {
  /** Which process answers; positions and the board name it. */
  readonly replica = randomUUID().slice(0, 8)
  readonly #options: HubOptions
  readonly #readers: Readers
  readonly #frames = new Ring<Buffer>(KEPT_FRAMES)
  readonly #events = new Ring<Seen>(KEPT_EVENTS)
  readonly #standing = new Map<Standing, { readonly text: string; readonly data: LiveData[Standing] }>()
  readonly #toSend = new Set<Standing>()
  /** Events since the last message, of all sagas, and of those that somebody watches. */
  #sample = new Sample<Seen>(MAX_SAMPLES)
  #watched = new Map<string, Seen[]>()
  #sequence = 0
  #flushedMs = 0
  #timer: Timer | undefined
  /** Nobody comes back to a process that has had no reader. */
  #idleSinceMs = Number.NEGATIVE_INFINITY

  constructor(options: HubOptions) {
    this.#options = options
    this.#readers = options.readers
  }

  get readers(): number {
    return this.#readers.size
  }

  take(records: readonly RawRecord[]): readonly Seen[] {
    const now = this.#options.clock.now()
    const all = records.flatMap((record) => seenIn(record, now) ?? [])
    for (const seen of all) this.#take(seen)
    if (this.#isHeard) this.#schedule()
    return all
  }

  /** Sends it to every reader, if it differs from the last. */
  publish<N extends Standing>(name: N, data: LiveData[N]): void {
    const text = JSON.stringify(data)
    if (this.#standing.get(name)?.text === text) return
    this.#standing.set(name, { text, data })
    this.#toSend.add(name)
    this.#schedule()
  }

  /** Summaries have changed without an event. */
  changed(): void {
    if (this.#isHeard) this.#schedule()
  }

  /** Adds a reader. @returns what ends it */
  open(output: Output, saga: string | undefined, lastId: string | undefined): () => void {
    // What has happened until now is in the rings, and reaches this reader once.
    this.#flush()
    const client = new Client(output, saga)
    const position = lastId === undefined ? undefined : sequenceIn(this.replica, lastId)
    const missed = position === undefined ? undefined : this.#missed(saga, position)
    if (missed) for (const bytes of missed) client.send(bytes)
    else this.#welcome(client, lastId)
    this.#readers.add(client)
    return () => this.#remove(client)
  }

  close(): void {
    this.#timer?.cancel()
    this.#readers.end()
  }

  #take(seen: Seen): void {
    this.#sequence += 1
    this.#events.add(this.#sequence, seen)
    if (!this.#isHeard) return this.#events.trim(KEPT_UNHEARD)
    this.#sample.add(`${seen.service} ${seen.type}`, seen)
    if (seen.saga === undefined) return
    this.#options.summaries.take(seen.saga, seen)
    if (this.#readers.watches(seen.saga)) push(this.#watched, seen.saga, seen)
  }

  #welcome(client: Client, lastId: string | undefined): void {
    const id = idOf(this.replica, this.#sequence)
    if (lastId !== undefined) client.send(frame(id, 'reset', { why: this.#whyLost(lastId) }))
    for (const [name, { data }] of this.#standing) client.send(frame(id, name, data))
    const events = client.saga === undefined ? [] : this.#events.items.filter((seen) => seen.saga === client.saga)
    client.send(events.length > 0 ? this.#eventFrame(id, events) : mark(id))
  }

  #whyLost(lastId: string): string {
    return sequenceIn(this.replica, lastId) === undefined
      ? 'Another process of the gateway answers now.'
      : 'Too much has happened since: the messages are not kept any more.'
  }

  /** What a reader has missed since its position; undefined if not all of it is kept. */
  #missed(saga: string | undefined, position: number): Buffer[] | undefined {
    if (position > this.#sequence) return undefined
    if (saga === undefined) return this.#frames.after(position)
    const events = this.#events.after(position)?.filter((seen) => seen.saga === saga)
    const id = idOf(this.replica, this.#sequence)
    // A summary has the position of its events: the connection may have ended between the two.
    return events && [events.length > 0 ? this.#eventFrame(id, events) : mark(id), ...this.#summaryFrame(id, saga)]
  }

  get #isHeard(): boolean {
    return this.#readers.size > 0 || this.#options.clock.monotonic() - this.#idleSinceMs < KEPT_FOR_MS
  }

  #remove(client: Client): void {
    this.#readers.remove(client)
    if (this.#readers.size === 0) this.#idleSinceMs = this.#options.clock.monotonic()
  }

  #schedule(): void {
    if (this.#timer) return
    const dueMs = this.#flushedMs + INTERVAL_MS - this.#options.clock.monotonic()
    this.#timer = this.#options.clock.after(Math.max(0, dueMs), () => this.#flush())
  }

  /** One turn sends all that waits, so that a position covers everything before it. */
  #flush(): void {
    this.#timer?.cancel()
    this.#timer = undefined
    this.#flushedMs = this.#options.clock.monotonic()
    this.#sendWatched()
    if (this.#isHeard) this.#sendAll()
    else this.#frames.skip(this.#sequence)
    for (const name of this.#toSend) this.#sendStanding(name)
    this.#toSend.clear()
    this.#loadSagas()
  }

  #sendWatched(): void {
    for (const [saga, events] of this.#watched) {
      const id = this.#nextId()
      for (const bytes of [this.#eventFrame(id, events), ...this.#summaryFrame(id, saga)])
        this.#readers.sendOf(saga, bytes)
    }
    this.#watched = new Map()
  }

  #sendAll(): void {
    const { kept, counts } = this.#sample
    if (kept.length > 0) {
      const items = kept.map((seen) => toEvent(seen, this.#options.read))
      this.#readers.sendAll(
        this.#keep((id) => frame(id, 'event', { at: instant(this.#options.clock.now()), counts, items })),
      )
      this.#sample = new Sample(MAX_SAMPLES)
    }
    const items = this.#options.summaries.takeChanged(MAX_SAGAS)
    if (items.length > 0) this.#readers.sendAll(this.#keep((id) => frame(id, 'saga', { items })))
    if (this.#options.summaries.hasChanged) this.#schedule()
  }

  #sendStanding(name: Standing): void {
    const data = this.#standing.get(name)?.data
    if (data) this.#readers.sendEveryone(this.#keep((id) => frame(id, name, data)))
  }

  /** For those who resume. */
  #keep(make: (id: string) => Buffer): Buffer {
    const bytes = make(this.#nextId())
    this.#frames.add(this.#sequence, bytes)
    return bytes
  }

  #nextId(): string {
    this.#sequence += 1
    return idOf(this.replica, this.#sequence)
  }

  /** Those who follow one saga have had its events without a summary until now. */
  #loaded(ids: readonly string[]): void {
    if (ids.length > 0) this.changed()
    for (const saga of ids.filter((one) => this.#readers.watches(one)))
      for (const bytes of this.#summaryFrame(this.#nextId(), saga)) this.#readers.sendOf(saga, bytes)
  }

  #eventFrame(id: string, events: readonly Seen[]): Buffer {
    const { clock, read } = this.#options
    const counts = new Sample<Seen>(0)
    for (const seen of events) counts.add(`${seen.service} ${seen.type}`, seen)
    const items = events.map((seen) => toEvent(seen, read))
    return frame(id, 'event', { at: instant(clock.now()), counts: counts.counts, items })
  }

  #summaryFrame(id: string, saga: string): Buffer[] {
    const summary = this.#options.summaries.of(saga)
    return summary ? [frame(id, 'saga', { items: [summary] })] : []
  }

  #loadSagas(): void {
    this.#options.summaries.load().then(
      (ids) => this.#loaded(ids),
      // Tried again with the next event; `health` tells that the database is away.
      () => {},
    )
  }
}

function push(lists: Map<string, Seen[]>, key: string, seen: Seen): void {
  const list = lists.get(key)
  if (list) list.push(seen)
  else lists.set(key, [seen])
}
