import type { AnyCommand, AnyEvent } from './event.ts'
import type { PendingChange } from './pending.ts'

/** The command changes nothing, for a named reason. */
export interface Ignored {
  readonly ignored: string
}

/** The command is refused, and its caller is told why. */
export interface Rejected {
  readonly rejected: string
  readonly details?: Readonly<Record<string, unknown>>
}

export type Decision<E extends AnyEvent> = readonly E[] | Ignored | Rejected

export const ignore = (reason: string): Ignored => ({ ignored: reason })
export const reject = (reason: string, details?: Readonly<Record<string, unknown>>): Rejected =>
  details ? { rejected: reason, details } : { rejected: reason }

/**
 * Keyed sub-states of one stream, beside its state (an account's credit per order),
 * so that a command loads only the one it needs, and a stream of ten thousand keys costs as much as a new one.
 */
export interface Substates<Substate, C extends AnyCommand, E extends AnyEvent> {
  readonly initialState: Substate
  /** Key of the substate that this command reads. */
  ofCommand(command: C): string | undefined
  ofEvent(event: E): string | undefined
  evolve(substate: Substate, event: E): Substate
}

/**
 * A private stream that follows from this stream's events in the same transaction (reservation → the evening's seats),
 * and whose state this stream's decisions may read.
 */
export interface Companion<S, C extends AnyCommand, E extends AnyEvent, Other extends AnyEvent> {
  readonly aggregate: AnyAggregate
  /** The companion's stream: the first command names it, and the stream remembers it. */
  ofCommand(command: C): string | undefined
  /** The same, by the first event: a restore has no command. */
  ofEvent(event: E): string | undefined
  /** `before` is the aggregate's state before the event. */
  follows(event: E, before: S): readonly Other[]
}

/** Fields of commands, by the command's type. */
export type FieldsOf<C extends AnyCommand> = {
  readonly [T in C['type']]?: readonly Exclude<keyof Extract<C, { type: T }>, 'type'>[]
}

/**
 * A stream's rules: pure functions, no clock, no random source, no driver.
 * `Beside` is the state of the substate or of the companion that the decision reads.
 */
export interface Aggregate<S, C extends AnyCommand, E extends AnyEvent, Beside = undefined> {
  readonly name: string
  /** Private streams are never published. */
  readonly visibility: 'published' | 'private'
  readonly initialState: S
  /** The types of its events, where the service publishes those of another aggregate as well. */
  readonly events?: readonly E['type'][]
  /** What the audit trail of commands must not keep, such as a card token. */
  readonly secrets?: FieldsOf<C>
  readonly substates?: Substates<Beside, C, E>
  readonly companion?: Companion<S, C, E, AnyEvent>
  decide(command: C, state: S, beside: Beside): Decision<E>
  /** `time` is when the event was recorded, RFC 3339. */
  evolve(state: S, event: E, time: string): S
  /** `pendingAfter` needs of commands what no event has: a restore makes the stream's first one again from its message. */
  readonly recallsCommand?: true
  /**
   * Timers and effects that this event sets or clears; `state` is the one after the event. In a restore `command` is the
   * one that began the stream, if `recallsCommand`, and otherwise unknown.
   */
  pendingAfter?(event: E, state: S, command: C): readonly PendingChange[]
}

/** The part of an aggregate's type that concerns its commands. */
export interface Takes<C extends AnyCommand> {
  readonly name: string
  decide(command: C, ...rest: never[]): unknown
}

/** The part of an aggregate's type that concerns its state. */
export interface Keeps<S> {
  readonly name: string
  readonly initialState: S
  evolve(state: S, ...rest: never[]): S
}

/** Any aggregate, with its types erased. */
export interface AnyAggregate {
  readonly name: string
  readonly visibility: 'published' | 'private'
  readonly initialState: unknown
  readonly events?: readonly string[]
  readonly secrets?: Readonly<Record<string, readonly PropertyKey[] | undefined>>
  readonly substates?: {
    readonly initialState: unknown
    ofCommand(command: AnyCommand): string | undefined
    ofEvent(event: AnyEvent): string | undefined
    evolve(substate: unknown, event: AnyEvent): unknown
  }
  readonly companion?: {
    readonly aggregate: AnyAggregate
    ofCommand(command: AnyCommand): string | undefined
    ofEvent(event: AnyEvent): string | undefined
    follows(event: AnyEvent, before: unknown): readonly AnyEvent[]
  }
  decide(command: AnyCommand, state: unknown, beside: unknown): Decision<AnyEvent>
  evolve(state: unknown, event: AnyEvent, time: string): unknown
  readonly recallsCommand?: true
  pendingAfter?(event: AnyEvent, state: unknown, command: AnyCommand): readonly PendingChange[]
}
