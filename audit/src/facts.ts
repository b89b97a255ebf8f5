import type { Money, Owner } from '@bistro/events'

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
  readonly service: Owner
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
  readonly service: Owner
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
  readonly service: Owner
  readonly id: string
  readonly reason: string
  readonly source: string
  readonly stream: string
  readonly version: number
  readonly type: string
  readonly sinceMs: number
  readonly error: string
}

/** What a service lacks: itself, where it does not answer, or something that it needs. */
export interface Lack {
  readonly service: Owner
  /** As a person calls it, such as `the log`; absent where the service itself is away. */
  readonly what?: string
  readonly reason: string
  readonly sinceMs?: number
}

/** What is still to be done anywhere, and by whom it can be done. */
export interface Standing {
  readonly nowMs: number
  readonly pending: readonly PendingFact[]
  readonly parked: readonly ParkedFact[]
  readonly lacks: readonly Lack[]
  /** Whether a service has taken an event of another; undefined where its database does not answer. */
  hasRead(reader: Owner, event: Pick<Fact, 'service' | 'stream' | 'version'>): boolean | undefined
}

/** What the card provider says of one payment; minor units. */
export interface Ledger {
  readonly captures: readonly Money[]
  readonly refunds: readonly Money[]
}

/** What a comparison of stored and published events found, one of each kind with the ids to look up. */
export interface PublicationFault {
  readonly service: Owner
  readonly fault: 'gap' | 'missing' | 'extra' | 'different' | 'stray'
  readonly stream: string
  readonly version: number
  readonly detail: string
}

/** A row that is not what its events make of it. */
export interface Difference {
  readonly service: Owner
  /** A view, or `streams` and `entries`: the states that are kept beside the events. */
  readonly table: string
  readonly key: string
  readonly detail: string
}

/** All that one look at a stack has found. */
export interface Facts extends Standing {
  readonly sagas: ReadonlyMap<string, Saga>
  /** The streams of accounts, by customerId. */
  readonly accounts: ReadonlyMap<string, readonly Fact[]>
  /** The private streams of seats, by eveningId. */
  readonly seats: ReadonlyMap<string, readonly Fact[]>
  /** By orderId. */
  readonly ledgers: ReadonlyMap<string, Ledger>
  /** The carrier's word on parcels whose cancellation was requested, by `<shipmentId>:<attempt>`. */
  readonly parcels: ReadonlyMap<string, string>
  /** Orders on the operator's list of refunds. */
  readonly refundFailures: ReadonlySet<string>
  readonly publication: readonly PublicationFault[]
  readonly differences: readonly Difference[]
}

/** Something that must not be, with the ids under which it can be looked up. */
export interface Violation {
  /** Of the list of invariants. */
  readonly invariant: number
  readonly what: string
  readonly ids: Readonly<Record<string, string>>
}

/** One rule, checked over everything that was found. */
export interface Invariant {
  readonly number: number
  readonly name: string
  check(facts: Facts): Violation[]
}
