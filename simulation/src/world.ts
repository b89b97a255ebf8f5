import { type Owner, owners, PARTITIONS, topics } from '@bistro/events'
import type { OwedRow, RecordedEvent, Request } from '@bistro/kit'
import type { BatchResult, Codec } from '@bistro/kit/runtime'
import { Books, type Violation } from './checks/books.ts'
import { watchHold } from './checks/holds.ts'
import { watchBatch } from './checks/moment.ts'
import type { Faults } from './faults.ts'
import type { Laws } from './laws.ts'
import { Agenda } from './machine/agenda.ts'
import { SimulatedLog } from './machine/log.ts'
import type { Random } from './machine/random.ts'
import { type Ground, Site } from './machine/site.ts'
import type { Remark, Trace } from './machine/trace.ts'
import { createPorts, type Ports } from './outside/ports.ts'

export interface WorldParts {
  readonly random: Random
  readonly faults: Faults
  readonly trace: Trace
  readonly laws: Laws
  readonly codec: Codec
}

const SLOW_BANK_MS = 5_000
const TRAVEL_LEAST_MS = 1
const TRAVEL_MOST_MS = 40

/** The five services, the log between them, the provider and the carrier, in one time. */
export class World implements Ground {
  readonly agenda = new Agenda()
  readonly log = new SimulatedLog(Object.values(topics), PARTITIONS)
  readonly random: Random
  readonly faults: Faults
  readonly trace: Trace
  readonly laws: Laws
  readonly codec: Codec
  readonly ports: Ports
  readonly sites: Readonly<Record<Owner, Site>>
  readonly books: Books
  readonly violations: Violation[] = []

  constructor({ random, faults, trace, laws, codec }: WorldParts) {
    this.random = random
    this.faults = faults
    this.trace = trace
    this.laws = laws
    this.codec = codec
    this.books = new Books((invariant, what, saga) => this.violate(invariant, what, saga))
    this.ports = createPorts(this)
    const sites = owners.map((owner) => [owner, new Site(laws.services[owner], this, random.between(1, 2))])
    this.sites = Object.fromEntries(sites) as Record<Owner, Site>
    for (const site of this.all) site.deal()
  }

  get all(): readonly Site[] {
    return Object.values(this.sites)
  }

  readonly newId = (): string => this.random.uuid(this.agenda.nowMs)

  /** Of a request that comes from outside. */
  newCause(): Request['cause'] {
    return { id: this.newId(), traceparent: undefined }
  }

  readonly context = () => ({
    now: this.agenda.now,
    newId: this.newId,
    newHex: (bytes: number) => this.random.hex(bytes),
  })

  note(who: string, what: string, more?: Remark): void {
    this.trace.note(this.agenda.nowMs, who, what, more)
  }

  travelMs(row: OwedRow): number {
    const slow = row.name === 'charge' && (row.request as { cardToken?: string }).cardToken === 'tok_slow'
    return slow && row.attempt === 1 ? SLOW_BANK_MS : this.random.between(TRAVEL_LEAST_MS, TRAVEL_MOST_MS)
  }

  appended(topic: string): void {
    for (const site of this.all) if (site.service.subscribes.includes(topic)) site.wake()
  }

  committed(site: Site, { world }: BatchResult): void {
    const owner = site.name as Owner
    for (const event of world.events) this.#record(owner, event)
    watchBatch(this, owner, world)
  }

  violated(what: string): void {
    this.violate(0, what, undefined)
  }

  sagaOf(stream: string): string | undefined {
    return this.books.sagaOf({ stream })
  }

  violate(invariant: number, what: string, saga: string | undefined): void {
    this.violations.push({ invariant, what, saga })
  }

  /** Heard by whoever waits for an event, such as an operator. */
  onEvent: (event: RecordedEvent) => void = () => {}

  #record(owner: Owner, event: RecordedEvent): void {
    this.books.record(owner, event)
    if (this.sites[owner].publishes(event.aggregate))
      this.note(owner, textOf(event), { saga: this.books.sagaOf(event) })
    if (event.type === 'ReservationHeld') watchHold(this, event)
    this.onEvent(event)
  }
}

const textOf = ({ type, data }: RecordedEvent): string => {
  const { reason } = data as { reason?: string }
  return reason ? `${type} {${reason}}` : type
}
