import { orderIdOf } from '@bistro/events'
import type { RecordedEvent } from '@bistro/kit'
import type { Fact, Watch } from '@bistro/oracle'
import type { ServiceName } from '@bistro/services'

/** Every committed event; each is also given to the oracle's watch. */
export class Books {
  readonly streams = new Map<string, RecordedEvent[]>()
  readonly sagaOfPayment = new Map<string, string>()
  readonly orderOfShipment = new Map<string, string>()
  readonly #stored = new Map<string, RecordedEvent>()
  readonly #sagaOfOrder = new Map<string, string>()
  readonly #watch: Watch

  constructor(watch: Watch) {
    this.#watch = watch
  }

  record(owner: ServiceName, event: RecordedEvent): void {
    const stream = this.#streamOf(owner, event.stream)
    if (event.version !== stream.length + 1) this.#outOfOrder(owner, event, stream.length)
    stream.push(event)
    this.#stored.set(event.id, event)
    this.#index(event)
    this.#watch.stored(toFact(owner, event))
  }

  isStored(id: string): boolean {
    return this.#stored.has(id)
  }

  eventOf(id: string): RecordedEvent | undefined {
    return this.#stored.get(id)
  }

  of(owner: ServiceName, stream: string): readonly RecordedEvent[] {
    return this.streams.get(`${owner} ${stream}`) ?? []
  }

  has(owner: ServiceName, stream: string, ...types: readonly string[]): boolean {
    return this.of(owner, stream).some(({ type }) => types.includes(type))
  }

  /** The reservation behind a stream's id, a saga's or a shipment's. */
  sagaOf({ stream, correlationId }: { stream: string; correlationId?: string | undefined }): string | undefined {
    return correlationId ?? this.#sagaOfOrder.get(stream)
  }

  #streamOf(owner: ServiceName, stream: string): RecordedEvent[] {
    const key = `${owner} ${stream}`
    const known = this.streams.get(key)
    if (known) return known
    const events: RecordedEvent[] = []
    this.streams.set(key, events)
    return events
  }

  #outOfOrder(service: ServiceName, { stream, version, type }: RecordedEvent, last: number): void {
    this.#watch.compared({ service, fault: 'gap', stream, version, type, detail: `it follows version ${last}` })
  }

  #index({ type, data, stream, correlationId = '' }: RecordedEvent): void {
    if (type === 'ReservationHeld') this.#sagaOfOrder.set(orderIdOf(stream), stream)
    if (type === 'PaymentRequested') this.sagaOfPayment.set((data as { paymentId: string }).paymentId, correlationId)
    if (type === 'ShipmentScheduled') this.orderOfShipment.set((data as { shipmentId: string }).shipmentId, stream)
  }
}

const toFact = (service: ServiceName, { stream, version, type, time, data }: RecordedEvent): Fact => ({
  ...{ service, stream, version, type, data },
  timeMs: Date.parse(time),
})
