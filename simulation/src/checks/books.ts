import { orderIdOf } from '@bistro/events'
import type { RecordedEvent } from '@bistro/kit'
import type { ServiceName } from '@bistro/services'
import { Accounts } from './accounts.ts'
import { Deposits } from './deposits.ts'
import { Seats } from './seats.ts'

/** An invariant that did not hold. */
export interface Violation {
  /** Its number, 1 to 8; 0 for what stands above all of them. */
  readonly invariant: number
  readonly what: string
  /** Its reservation, where it is one saga's. */
  readonly saga: string | undefined
}

export type Report = (invariant: number, what: string, saga?: string) => void

/** Everything that was ever committed, and what must hold at every moment. */
export class Books {
  readonly streams = new Map<string, RecordedEvent[]>()
  /** Sagas that began, by reservation. */
  readonly sagas = new Set<string>()
  readonly #stored = new Map<string, RecordedEvent>()
  readonly #sagaOfOrder = new Map<string, string>()
  readonly sagaOfPayment = new Map<string, string>()
  readonly orderOfShipment = new Map<string, string>()
  readonly #accounts: Accounts
  readonly #seats: Seats
  readonly #deposits: Deposits
  readonly #report: Report

  constructor(report: Report) {
    this.#report = report
    this.#accounts = new Accounts(report)
    this.#seats = new Seats(report)
    this.#deposits = new Deposits(report)
  }

  record(owner: ServiceName, event: RecordedEvent): void {
    const stream = this.#streamOf(owner, event.stream)
    if (event.version !== stream.length + 1)
      this.#report(
        7,
        `${event.type} has version ${event.version} where ${stream.length + 1} was due`,
        this.sagaOf(event),
      )
    stream.push(event)
    this.#stored.set(event.id, event)
    if (event.type === 'ReservationHeld' || event.type === 'ReservationRejected') this.#begin(event.stream)
    this.#index(event)
    this.#accounts.record(event)
    this.#seats.record(event)
    this.#deposits.record(event)
    if (isEnd(event)) this.#ends(event)
  }

  isStored(id: string): boolean {
    return this.#stored.has(id)
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

  #begin(reservationId: string): void {
    this.sagas.add(reservationId)
    this.#sagaOfOrder.set(orderIdOf(reservationId), reservationId)
  }

  #index({ type, data, stream, correlationId = '' }: RecordedEvent): void {
    if (type === 'PaymentRequested') this.sagaOfPayment.set((data as { paymentId: string }).paymentId, correlationId)
    if (type === 'ShipmentScheduled') this.orderOfShipment.set((data as { shipmentId: string }).shipmentId, stream)
  }

  #ends(event: RecordedEvent): void {
    const ends = this.of('order', event.stream).filter(isEnd)
    if (ends.length > 1)
      this.#report(6, `the saga ends twice: ${ends.map(({ type }) => type).join(', then ')}`, event.correlationId)
  }
}

export const isEnd = ({ type }: RecordedEvent): boolean => type === 'OrderDelivered' || type === 'OrderCancelled'
