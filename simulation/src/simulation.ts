import { PARTITIONS, topics } from '@bistro/events'
import type { RecordedEvent, Request } from '@bistro/kit'
import type { Random } from '@bistro/kit/faults'
import type { Random as Chance, Codec } from '@bistro/kit/runtime'
import { type Live, type Violation, Watch } from '@bistro/oracle'
import { SERVICES, type ServiceName } from '@bistro/services'
import { Books } from './checks/books.ts'
import { watchHold } from './checks/holds.ts'
import { liveOf } from './checks/live.ts'
import { watchBatch } from './checks/moment.ts'
import type { Faults } from './faults.ts'
import { Agenda } from './machine/agenda.ts'
import { Broker } from './machine/broker.ts'
import type { Batch, Ground } from './machine/ground.ts'
import { Site } from './machine/site.ts'
import type { Remark, Trace } from './machine/trace.ts'
import { createPorts, type Ports, portsOf } from './outside/ports.ts'
import type { SafetyNets } from './safety-nets.ts'

export interface SimulationParts {
  readonly random: Random
  readonly faults: Faults
  readonly trace: Trace
  readonly nets: SafetyNets
  readonly codec: Codec
}

/** The services, the log between them, the card provider, the carrier and the mail server, in one virtual time. */
export class Simulation implements Ground {
  readonly agenda = new Agenda()
  readonly broker = new Broker(Object.values(topics), PARTITIONS, this.agenda)
  readonly random: Random
  readonly faults: Faults
  readonly trace: Trace
  readonly nets: SafetyNets
  readonly codec: Codec
  readonly ports: Ports
  readonly portsOfProcesses: object
  readonly sites: Readonly<Record<ServiceName, Site>>
  readonly live: Live = liveOf(this)
  readonly watch = new Watch(this.live, (violation) => this.violations.push(violation))
  readonly books = new Books(this.watch)
  /** Orders whose OrderCancellationRequested shipping has read. */
  readonly cancellationsRead = new Set<string>()
  readonly violations: Violation[] = []

  constructor({ random, faults, trace, nets, codec }: SimulationParts) {
    this.random = random
    this.faults = faults
    this.trace = trace
    this.nets = nets
    this.codec = codec
    this.ports = createPorts(this)
    this.portsOfProcesses = portsOf(this)
    const sites = SERVICES.map((owner) => [owner, new Site(nets.services[owner], this, random.between(1, 2))])
    this.sites = Object.fromEntries(sites) as Record<ServiceName, Site>
  }

  get all(): readonly Site[] {
    return Object.values(this.sites)
  }

  readonly newId = (): string => this.random.uuid(this.agenda.nowMs)

  /** The cause of a request that comes from outside. */
  newCause(): Request['cause'] {
    return { id: this.newId(), traceparent: undefined }
  }

  readonly chance: Chance = {
    fraction: () => this.random.fraction(),
    newId: () => this.newId(),
    newHex: (bytes) => this.random.hex(bytes),
  }

  /** Resolves when every process is up. */
  async start(): Promise<void> {
    await Promise.all(this.all.flatMap(({ processes }) => processes.map((process) => process.start())))
  }

  note(who: string, what: string, more?: Remark): void {
    this.trace.note(this.agenda.nowMs, who, what, more)
  }

  committed(site: Site, batch: Batch): void {
    const owner = site.name as ServiceName
    for (const event of batch.events) this.#record(owner, event)
    watchBatch(this, owner, batch)
  }

  violated(what: string): void {
    this.violate(what)
  }

  /** The saga of a request to the world outside. */
  sagaOfRequest({ paymentId, shipmentId, key }: Asked): string | undefined {
    const event = key === undefined ? undefined : this.books.eventOf(key)
    if (event) return this.books.sagaOf(event)
    if (paymentId !== undefined) return this.books.sagaOfPayment.get(paymentId)
    const orderId = shipmentId === undefined ? undefined : this.books.orderOfShipment.get(shipmentId)
    return orderId === undefined ? undefined : this.books.sagaOf({ stream: orderId })
  }

  /** Reports a failure beyond the eight invariants. */
  violate(what: string, reservationId?: string): void {
    this.report([{ invariant: 0, what, ids: { ...(reservationId && { reservationId }) } }])
  }

  report(violations: readonly Violation[]): void {
    this.violations.push(...violations)
  }

  /** Called with each committed event; guests and operators react to it. */
  onEvent: (event: RecordedEvent) => void = () => {}

  #record(owner: ServiceName, event: RecordedEvent): void {
    this.books.record(owner, event)
    if (this.sites[owner].publishes(event.aggregate))
      this.note(owner, textOf(event), { saga: this.books.sagaOf(event) })
    if (event.type === 'ReservationHeld') watchHold(this, event)
    this.onEvent(event)
  }
}

/** Ids by which a request to the world outside is known. */
interface Asked {
  readonly paymentId?: string
  readonly shipmentId?: string
  readonly key?: string
}

const textOf = ({ type, data }: RecordedEvent): string => {
  const { reason } = data as { reason?: string }
  return reason ? `${type} {${reason}}` : type
}
