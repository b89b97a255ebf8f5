/** What happened, as a service's own code sees it. `type` is unique in the whole system. */
export interface AnyEvent {
  readonly type: string
  readonly data: object
}

/** A request to change one stream. */
export interface AnyCommand {
  readonly type: string
}

/** Origin of an input; every resulting event carries it. */
export interface Cause {
  /** The `ce_id` of the causing event, or the id of the request. */
  readonly id: string
  /** W3C trace context of the input's sender. */
  readonly traceparent: string | undefined
}

/** An event with its place in its stream: what is stored, and what is published. */
export interface RecordedEvent<E extends AnyEvent = AnyEvent> {
  readonly id: string
  readonly aggregate: string
  readonly stream: string
  /** 1, 2, 3 … in its stream, without gaps. */
  readonly version: number
  readonly type: E['type']
  readonly data: E['data']
  /** RFC 3339, UTC, milliseconds. */
  readonly time: string
  readonly correlationId: string | undefined
  readonly causationId: string
  readonly traceparent: string
}

/** Which event of another service a policy takes: for what is done once per event, and for what waits until others have it. */
export interface TakenEvent {
  readonly id: string
  /** The publisher's `ce_source`, for example `/services/order`. */
  readonly source: string
  readonly stream: string
  readonly version: number
  /** Its publisher's `ce_time`, RFC 3339; empty where the record has none. */
  readonly time: string
}

/** An event of another service as it came from a topic. */
export interface Message extends TakenEvent {
  /** Key of `UnitOfWork.gates`, from source and stream; made once, as it is looked up often. */
  readonly gate: string
  readonly type: string
  readonly traceparent: string | undefined
  /** The decoded event; undefined if the service does not handle its type, or if decoding failed. */
  readonly data: object | undefined
  /** Why it cannot be processed, if it failed when processed alone. */
  readonly failure: string | undefined
  /** Why it cannot be decoded yet: its schema is unknown and cannot be loaded now. */
  readonly unread: string | undefined
  /** The original record, stored if the message is parked. */
  readonly raw: RawRecord
}

export interface RawRecord {
  readonly topic: string
  readonly partition: number
  readonly offset: string
  readonly headers: Readonly<Record<string, string>>
  readonly value: Buffer
}
