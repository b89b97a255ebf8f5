import type { Money } from '@bistro/events'
import type { ServiceName } from '@bistro/services'

/** What the invariants need of an event's data; the rest (names, addresses, menus, tokens) is not kept. */
export interface FactData {
  readonly customerId?: string
  readonly eveningId?: string
  readonly orderId?: string
  readonly reservationId?: string
  readonly paymentId?: string
  readonly shipmentId?: string
  readonly attempt?: number
  readonly seats?: number
  readonly wasConfirmed?: boolean
  readonly holdExpiresAt?: string
  readonly reason?: string
  /** Of a payment by hand. */
  readonly reference?: string
  readonly amount?: Money
  readonly deposit?: Money
  readonly balance?: Money
  readonly creditLimit?: Money
}

/** One stored event, as far as it matters here. */
export interface Fact {
  readonly service: ServiceName
  readonly stream: string
  readonly version: number
  readonly type: string
  /** Milliseconds since 1970. */
  readonly timeMs: number
  readonly data: FactData
}

/** Everything that the five services have stored of one reservation; each service's facts in the order of its streams. */
export interface Saga {
  readonly id: string
  readonly facts: Fact[]
}

/** A timer or an effect that is still to come of a stream. */
export interface PendingFact {
  readonly service: ServiceName
  readonly stream: string
  readonly name: string
  readonly kind: 'timer' | 'effect'
  readonly dueMs: number
  /** How often it was tried. */
  readonly attempt: number
  readonly sinceMs: number
  /** Why the last attempt failed. */
  readonly error?: string
}

/** A message that a service has parked. */
export interface ParkedFact {
  readonly service: ServiceName
  readonly id: string
  readonly reason: string
  readonly source: string
  readonly stream: string
  readonly version: number
  readonly type: string
  readonly sinceMs: number
  readonly error: string
}

/** A service that does not respond, or something that a service needs and that is unavailable. */
export interface Lack {
  readonly service: ServiceName
  /** What is unavailable, such as `the log`; absent if the service itself does not respond. */
  readonly what?: string
  readonly reason: string
  readonly sinceMs?: number
}

/** The work that is pending or parked at any service, and what is unavailable. */
export interface Standing extends Pick<Live, 'nowMs' | 'hasRead'> {
  readonly pending: readonly PendingFact[]
  readonly parked: readonly ParkedFact[]
  readonly lacks: readonly Lack[]
}

/** What the card provider says of one payment; minor units. */
export interface Ledger {
  readonly captures: readonly number[]
  readonly refunds: readonly number[]
}

/** What the carrier says of one parcel. */
export interface Parcel {
  readonly attempt: number
  /** `unknown` if the carrier has no such parcel. */
  readonly status: 'booked' | 'dispatched' | 'lost' | 'delivered' | 'cancelled' | 'refused' | 'unknown'
  /** Whether the carrier was asked to stop the parcel; undefined if its record does not show that. */
  readonly cancellationAsked?: boolean
}

/** What can be known of a saga at any moment in addition to its events. */
export interface Live {
  readonly nowMs: number
  ledgerOf(orderId: string): Ledger | undefined
  /** Undefined if the carrier was not queried. */
  parcelsOf(shipmentId: string): readonly Parcel[] | undefined
  /** Whether a service has read an event of another; undefined if its database does not respond. */
  hasRead(reader: ServiceName, event: Pick<Fact, 'service' | 'stream' | 'version'>): boolean | undefined
}

/** What a comparison of stored and published events found, one of each kind with the ids to look up. */
export interface PublicationFault {
  readonly service: ServiceName
  readonly fault: 'gap' | 'missing' | 'extra' | 'private' | 'different' | 'stray'
  readonly stream: string
  readonly version: number
  readonly detail: string
  /** Of the event, where it is known. */
  readonly type?: string
  readonly reservationId?: string
}

/** A stream that a service has not read to its end. */
export interface UnreadFact {
  readonly service: ServiceName
  readonly source: ServiceName
  readonly stream: string
  /** The last version that the service has read. */
  readonly version: number
  /** The event after it. */
  readonly type: string
  readonly reservationId?: string
}

/** An event that still waits to be published. */
export interface UnsentFact {
  readonly service: ServiceName
  readonly stream: string
  readonly type: string
  readonly reservationId?: string
}

/** A row that differs from the replay of its events. */
export interface Difference {
  readonly service: ServiceName
  /** A view, or `streams` and `entries`: the states that are kept beside the events. */
  readonly table: string
  readonly key: string
  readonly detail: string
}

/** Events, sorted by what they are about. */
export interface Sorted {
  /** By reservationId. */
  readonly sagas: ReadonlyMap<string, Saga>
  /** The streams of accounts, by customerId. */
  readonly accounts: ReadonlyMap<string, readonly Fact[]>
  /** What was opened, reserved and counted of an evening, by eveningId, in the order of the store. */
  readonly evenings: ReadonlyMap<string, readonly Fact[]>
}

/** What a saga waits for, in words, and the service that it needs for that. */
export interface WaitingFor {
  readonly service: ServiceName
  readonly text: string
}

/** All facts about a running stack at one moment, or about a simulated run at its end. */
export interface Facts extends Sorted, Standing, Live {
  /** Whether the run is over: a saga that has not ended never will. */
  readonly isOver: boolean
  waitingFor(saga: Saga): readonly WaitingFor[]
  /** Orders on the operator's list of refunds. */
  readonly refundFailures: ReadonlySet<string>
  readonly publication: readonly PublicationFault[]
  readonly differences: readonly Difference[]
}

/** An invariant that does not hold, with the ids under which the case can be looked up. */
export interface Violation {
  /** Its number, 1 to 8; 0 where something is left undone at the end of a run. */
  readonly invariant: number
  readonly what: string
  /** `reservationId` where it is one saga's. */
  readonly ids: Readonly<Record<string, string>>
}

/** Takes the events of one subject in order, and returns what each of them violates. */
export type Fold = (fact: Fact) => Violation[]

/** One rule of the domain's list. */
export interface Invariant {
  readonly number: number
  readonly name: string
  /** Checks everything that was found. */
  check(facts: Facts): Violation[]
  /** Holds at every moment of one account or one evening. */
  readonly folds?: {
    /** The id of the subject, if the event is about one. */
    subjectOf(fact: Fact): string | undefined
    begin(): Fold
  }
  /** Holds at every moment of one saga: checked whenever one of these services has moved it. */
  readonly always?: {
    readonly movedBy: readonly ServiceName[]
    check(saga: Saga, live: Live): Violation[]
  }
}
