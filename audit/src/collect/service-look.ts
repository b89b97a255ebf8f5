import { type Codec, sourceOf, topicOf, topicsOf } from '@bistro/events'
import type { Row, Service } from '@bistro/kit'
import { tableOf, toRow } from '@bistro/kit/postgres'
import { WAL_MARK } from '@bistro/kit/runtime'
import type { Fact, FactBook, FactData, ParkedFact, PendingFact } from '@bistro/oracle'
import type { ServiceName } from '@bistro/services'
import { StateReplay } from '../views/state-replay.ts'
import { type RowDifference, ViewReplay } from '../views/view-replay.ts'
import { toFact } from './fact.ts'
import { Gates } from './gates.ts'
import { ON_FIRST_TOPIC, Publication, placeOf } from './publication.ts'
import type { Snapshot } from './snapshot.ts'
import { parkedIn, pendingIn } from './standing.ts'
import { dataOf, storedEvents } from './stored.ts'

/** An event that has waited longer than this counts as not published. */
const PUBLISH_TIMEOUT_MS = 30_000

/** The operator's list, in payment. */
const REFUND_FAILURES = 'refund_failures'

const HEADS = 'select stream, version, state from streams'
const ENTRIES = 'select stream, key, state from entries'
const EDITIONS = 'select topic, position from editions'
const ON_THEIR_WAY = `select e.stream, e.version from outbox o join events e on e.position = any(o.positions)
    where o.created_at > now() - ${PUBLISH_TIMEOUT_MS} * interval '1 ms'
  union
  select e.stream, e.version from editions m join events e on e.position > m.position
    where m.topic = '${WAL_MARK}' and e.time > now() - ${PUBLISH_TIMEOUT_MS} * interval '1 ms'
  union
  select e.stream, e.version from editions m cross join jsonb_array_elements(m.gaps) g
    join events e on e.position = (g->>'position')::bigint
    where m.topic = '${WAL_MARK}' and e.time > now() - ${PUBLISH_TIMEOUT_MS} * interval '1 ms'`

/** Reads one service's database, and replays its events while reading. */
export class ServiceLook {
  readonly name: ServiceName
  /** By topic. */
  readonly publications = new Map<string, Publication>()
  readonly views: readonly ViewReplay[]
  readonly stateDifferences: (RowDifference & { readonly table: string })[] = []
  /** Orders whose refund is on the operator's list. */
  readonly refundFailures: string[] = []
  events = 0
  states = 0
  readonly #snapshot: Snapshot
  readonly #codec: Codec
  readonly #states: StateReplay
  readonly #first: string
  #gates = new Gates()

  constructor(service: Service, snapshot: Snapshot, codec: Codec) {
    this.name = snapshot.service
    this.#snapshot = snapshot
    this.#codec = codec
    this.#states = new StateReplay(service)
    this.#first = topicOf(this.name, 1)
    this.views = service.views.map((view) => new ViewReplay(view))
  }

  /** The first topic without a mark is written by the relay and has every event; a topic with a mark has the events up to it. */
  async #openPublications(): Promise<void> {
    const marks = await this.#snapshot.all<{ topic: string; position: number }>(EDITIONS)
    for (const topic of topicsOf(this.name)) {
      const isFirst = topic === this.#first
      const mark = marks.find((other) => other.topic === topic)
      const shape = (type: string, bytes: Buffer) => this.#codec.translate(type, bytes, topic)
      const publishing = mark ? { isFirst, reach: mark.position, shape } : ON_FIRST_TOPIC
      if (mark || isFirst) this.publications.set(topic, new Publication(this.name, publishing))
    }
  }

  async readEvents(book: FactBook): Promise<void> {
    await this.#openPublications()
    for await (const event of storedEvents(this.#snapshot)) {
      this.events += 1
      const data = await dataOf(this.#codec, event)
      if (!data) {
        this.publications.get(this.#first)?.addStored(event)
        this.publications.get(this.#first)?.addUnreadable(event)
        continue
      }
      for (const publication of this.publications.values()) publication.addStored(event)
      book.add(toFact(event, data as FactData))
      this.#states.apply(event, data)
      for (const replay of this.views) if (replay.view.source === 'own') replay.apply(event.type, data)
    }
  }

  /** Applies another service's event to the views if this service had read it at the moment of the snapshot. */
  takeReplicated(source: string, stream: string, version: number, type: string, data: object): void {
    if (!this.#gates.hasPassed(source, stream, version)) return
    for (const replay of this.views) if (replay.view.source === 'replicated') replay.apply(type, data)
  }

  async readGates(): Promise<void> {
    this.#gates = await Gates.read(this.#snapshot)
  }

  async compareStates(): Promise<void> {
    const blame = (table: string, found: readonly RowDifference[]) => {
      for (const difference of found) this.stateDifferences.push({ ...difference, table })
    }
    for await (const { stream, version, state } of this.#snapshot.each<HeadRow>(HEADS)) {
      this.states += 1
      blame('streams', this.#states.compareSnapshot(stream, { version, state }))
    }
    for await (const { stream, key, state } of this.#snapshot.each<EntryRow>(ENTRIES)) {
      this.states += 1
      blame('entries', this.#states.compareSubstate(stream, key, state))
    }
    blame('streams', this.#states.missing)
  }

  /** Call after all replicated events have been applied. */
  async compareViews(): Promise<void> {
    for (const replay of this.views)
      for await (const row of this.#snapshot.each<Row>(`select * from ${tableOf(replay.view)}`))
        this.#compareRow(replay, toRow(row))
  }

  #compareRow(replay: ViewReplay, row: Row): void {
    replay.compare(row)
    if (replay.view.name === REFUND_FAILURES) this.refundFailures.push(String(row.orderId))
  }

  /** Whether the service had read another service's event at the moment of the snapshot. */
  hasRead({ service, stream, version }: Pick<Fact, 'service' | 'stream' | 'version'>): boolean {
    return this.#gates.hasPassed(sourceOf(service), stream, version)
  }

  pending(): Promise<PendingFact[]> {
    return pendingIn(this.#snapshot)
  }

  parked(): Promise<ParkedFact[]> {
    return parkedIn(this.#snapshot)
  }

  async onTheirWay(): Promise<Set<string>> {
    const rows = await this.#snapshot.all<{ stream: string; version: number }>(ON_THEIR_WAY)
    return new Set(rows.map(({ stream, version }) => placeOf(stream, version)))
  }

  close(): Promise<void> {
    return this.#snapshot.close()
  }
}

interface HeadRow {
  readonly stream: string
  readonly version: number
  readonly state: unknown
}

interface EntryRow {
  readonly stream: string
  readonly key: string
  readonly state: unknown
}
