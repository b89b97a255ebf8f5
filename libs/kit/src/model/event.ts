/** What happened, as a service's own code sees it. `type` is unique in the whole system. */
export interface AnyEvent {
  readonly type: string
  readonly data: object
}

/** What somebody wants to happen in one stream. */
export interface AnyCommand {
  readonly type: string
}

/** Where an input came from; every event that it leads to carries this along. */
export interface Cause {
  /** The `ce_id` of the event, or the id of the request, that led here. */
  readonly id: string
  /** W3C trace context of whoever sent the input. */
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

/** An event of another service as it came from a topic. */
export interface Message {
  /** The publisher's `ce_source`, for example `/services/order`. */
  readonly source: string
  readonly stream: string
  /** Of its source and stream, as a key of `UnitOfWork.gates`; made once, as it is looked up again and again. */
  readonly gate: string
  readonly version: number
  readonly id: string
  readonly type: string
  readonly traceparent: string | undefined
  /** What was decoded; undefined where the service handles no such type, or where decoding failed. */
  readonly data: object | undefined
  /** Why it cannot be processed, where it already failed alone. */
  readonly failure: string | undefined
  /** Why it cannot be read yet: its schema is not known here, and cannot be learned now. */
  readonly unread: string | undefined
  /** The bytes as they came, kept should the message have to wait. */
  readonly raw: RawRecord
}

export interface RawRecord {
  readonly topic: string
  readonly partition: number
  readonly offset: string
  readonly headers: Readonly<Record<string, string>>
  readonly value: Buffer
}
