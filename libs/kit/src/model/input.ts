import type { Rejected, Takes } from './aggregate.ts'
import type { AnyCommand, AnyEvent, Cause, Message, RawRecord } from './event.ts'
import type { Row, RowRef } from './view.ts'

/** A command that arrives over HTTP. */
export interface Request {
  readonly cause: Cause
  /** Who sends it, for the audit trail: guest, operator or carrier. */
  readonly by: string
  readonly aggregate: string
  readonly stream: string
  /** View rows that the command is made from. */
  readonly reads: readonly RowRef[]
  /** `rows` in the order of `reads`, null where there is none. */
  command(rows: readonly (Row | null)[]): AnyCommand
  /** For a write that a client may repeat. */
  readonly idempotency?: Idempotency
}

/** A request with a command of the aggregate, made from the view rows in `reads`. */
export const requestTo = <C extends AnyCommand, Rows extends readonly object[]>(
  aggregate: Takes<C>,
  request: Omit<Request, 'aggregate' | 'reads' | 'command'> & {
    readonly reads: { readonly [I in keyof Rows]: RowRef<Rows[I]> }
    command(rows: { readonly [I in keyof Rows]: Rows[I] | null }): NoInfer<C>
  },
): Request => ({
  ...request,
  aggregate: aggregate.name,
  command: (rows) => request.command(rows as never),
})

export interface Idempotency {
  readonly key: string
  /** Equal for equal bodies. */
  readonly fingerprint: string
  /** The response to repeat; undefined if a retry may succeed. */
  answer(outcome: Accepted | Rejected): StoredAnswer | undefined
}

export interface StoredAnswer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: object
}

/** Everything that a transaction can process: all inputs wait in one queue. */
export type Input =
  | { readonly kind: 'message'; readonly message: Message; readonly parked?: ParkedRef }
  /** A record whose headers do not identify an event; its id is derived from its topic, partition and offset. */
  | {
      readonly kind: 'malformed'
      readonly id: string
      readonly record: RawRecord
      readonly failure: string
      /** Once skipped, it is not parked again, however often it is read. */
      readonly order?: Order
    }
  | { readonly kind: 'request'; readonly request: Request }
  | { readonly kind: 'timer'; readonly stream: string; readonly name: string; readonly id: string }
  | {
      readonly kind: 'answer'
      readonly stream: string
      readonly name: string
      readonly id: string
      readonly attempt: number
      readonly answer: unknown
    }
  /** A permanently refused call: it settles its effect as an answer does. */
  | {
      readonly kind: 'refusal'
      readonly stream: string
      readonly name: string
      readonly id: string
      readonly attempt: number
      readonly reason: string
    }

/** Refers to the parked row of a message. */
export interface ParkedRef {
  readonly id: string
  readonly reason: ParkedReason
  /** Without it a poison message stays parked. */
  readonly order?: Order
}

/** An operator's order on a parked message. */
export interface Order {
  readonly kind: 'retry' | 'skip'
  readonly why?: string
}

/** gap: ahead of its gate · view: waits for a row · schema: not decodable yet · poison: fails when processed alone. */
export type ParkedReason = 'gap' | 'view' | 'schema' | 'poison'

export interface Accepted {
  readonly events: readonly AnyEvent[]
  readonly stream: string
  readonly version: number
  /** The stream's state after the command. */
  readonly state: unknown
}

/** Result of an input. */
export type Outcome =
  | ({ readonly kind: 'accepted' } & Accepted)
  | { readonly kind: 'ignored'; readonly reason: string; readonly version: number; readonly state: unknown }
  | ({ readonly kind: 'rejected' } & Rejected)
  | { readonly kind: 'replayed'; readonly answer: StoredAnswer }
  | { readonly kind: 'key-reused' }
  /** The message of an operator's order stays parked, and why. */
  | { readonly kind: 'stays'; readonly error: string }
  | { readonly kind: 'done' }
