import type { Takes } from './aggregate.ts'
import type { AnyCommand } from './event.ts'
import type { NothingYet } from './outside.ts'

/**
 * Sets or clears a pending timer or effect of a stream. The rows follow from the
 * stream's own events and are written in their transaction: one per stream and name.
 */
export type PendingChange =
  | { readonly set: 'timer'; readonly name: string; readonly due: Due }
  | { readonly set: 'effect'; readonly name: string; readonly due: Due; readonly request: object }
  | { readonly clear: string }

/** A moment (RFC 3339), or milliseconds from now by the database's clock. */
export type Due = { readonly at: string } | { readonly afterMs: number }

/** Typed handle of a timer, for the domain. */
export interface TimerName {
  readonly timer: string
}

/** Typed handle of an effect, for the domain: its request and its answer. `EffectDefinition` says how it is called. */
export interface EffectName<Request extends object, Answer> {
  readonly effect: string
  /** Never set: they carry the types. */
  readonly request?: Request
  readonly answer?: Answer
}

export const timerNamed = (timer: string): TimerName => ({ timer })
export const effectNamed = <Request extends object, Answer>(effect: string): EffectName<Request, Answer> => ({ effect })

export const timer = ({ timer: name }: TimerName, due: Due): PendingChange => ({ set: 'timer', name, due })
export const effect = <Request extends object>(
  { effect: name }: EffectName<Request, unknown>,
  request: NoInfer<Request>,
  due: Due = { afterMs: 0 },
): PendingChange => ({ set: 'effect', name, due, request })
export const clear = (what: TimerName | EffectName<object, unknown>): PendingChange => ({
  clear: 'timer' in what ? what.timer : what.effect,
})

/** Whether the process that writes the effect calls it right after the commit. */
export const isImmediate = (row: { readonly kind: 'timer' | 'effect'; readonly due: Due }): boolean =>
  row.kind === 'effect' && 'afterMs' in row.due && row.due.afterMs === 0

/** The command that a timer sends to its stream when it fires. */
export interface TimerDefinition {
  readonly name: string
  readonly aggregate: string
  /**
   * Counts time only while the service runs: a timer that fell due while it was down gets its whole
   * time again, once. For durations granted to a guest or a provider, not for promised moments.
   */
  readonly startsAgain?: boolean
  command(stream: string): AnyCommand
}

/** Pauses between attempts: they double from the first to the longest. */
export interface Backoff {
  readonly firstMs: number
  readonly mostMs: number
}

export const EFFECT_BACKOFF: Backoff = { firstMs: 100, mostMs: 60_000 }

/**
 * A call to an external system. `call` is the only impure function of a service: it gets the stored request
 * and the ports that the process was started with, and is retried with back-off while it throws.
 */
export interface EffectDefinition<Request extends object = object, Answer = unknown, Ports = unknown> {
  readonly name: string
  readonly aggregate: string
  /** Name of the system that it calls, for messages: `the carrier`. */
  readonly calls: string
  /** Default: `EFFECT_BACKOFF`. */
  readonly backoff?: Backoff
  call(request: Request, ports: Ports): Promise<Answer | NothingYet>
  command(answer: Answer, request: Request): AnyCommand
  /**
   * Command for a permanently refused call (`CallRefused`). Without it the call is retried all the same, as
   * only its answer tells what happened.
   */
  refused?(reason: string, request: Request): AnyCommand
}

type TimerOf<C extends AnyCommand> = Omit<TimerDefinition, 'name' | 'aggregate' | 'command'> & {
  command(stream: string): C
}

type EffectOf<Request extends object, Answer, Ports, C extends AnyCommand> = Omit<
  EffectDefinition<Request, Answer, Ports>,
  'name' | 'aggregate' | 'command' | 'refused'
> & {
  command(answer: Answer, request: Request): C
  refused?(reason: string, request: Request): C
}

/** Defines timers and effects of an aggregate: the call, and the command that follows. */
export const define = <C extends AnyCommand>(aggregate: Takes<C>) => ({
  timer: ({ timer: name }: TimerName, definition: TimerOf<C>): TimerDefinition => ({
    ...definition,
    name,
    aggregate: aggregate.name,
  }),
  effect: <Request extends object, Answer, Ports>(
    { effect: name }: EffectName<Request, Answer>,
    definition: EffectOf<Request, Answer, Ports, C>,
  ): EffectDefinition<Request, Answer, Ports> => ({ ...definition, name, aggregate: aggregate.name }),
})

/** Doubling back-off; `jitter` is between 0 and 1 and takes up to half away. */
export function effectBackoffMs(attempt: number, jitter: number, { firstMs, mostMs } = EFFECT_BACKOFF): number {
  const full = Math.min(mostMs, firstMs * 2 ** Math.min(attempt - 1, 32))
  return Math.round(full * (1 - jitter / 2))
}
