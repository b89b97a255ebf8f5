import type { AnyCommand } from './event.ts'

/**
 * What a stream still owes: a timer that will fire, or an effect that must be answered. Rows that follow from the
 * stream's own events and are written in their transaction; one per stream and name.
 */
export type Owed =
  | { readonly set: 'timer'; readonly name: string; readonly due: Due }
  | { readonly set: 'effect'; readonly name: string; readonly due: Due; readonly request: object }
  | { readonly clear: string }

/** A moment (RFC 3339), or milliseconds from now by the database's clock. */
export type Due = { readonly at: string } | { readonly afterMs: number }

export const timer = (name: string, due: Due): Owed => ({ set: 'timer', name, due })
export const effect = (name: string, request: object, due: Due = { afterMs: 0 }): Owed => ({
  set: 'effect',
  name,
  due,
  request,
})
export const clear = (name: string): Owed => ({ clear: name })

/** An effect that its writer calls right after the commit. */
export const isImmediate = (row: { readonly kind: 'timer' | 'effect'; readonly due: Due }): boolean =>
  row.kind === 'effect' && 'afterMs' in row.due && row.due.afterMs === 0

/** What a timer says to its stream when it fires. */
export interface TimerDefinition {
  readonly name: string
  readonly aggregate: string
  command(stream: string): AnyCommand
}

/**
 * A call to the world outside. `call` is the only impure function of a service: it gets the request that was stored
 * and the ports that the process was started with, and is repeated with back-off for as long as it throws.
 */
export interface EffectDefinition<Request extends object = object, Answer = unknown, Ports = unknown> {
  readonly name: string
  readonly aggregate: string
  call(request: Request, ports: Ports): Promise<Answer>
  command(answer: Answer, request: Request): AnyCommand
}

const EFFECT_BACKOFF_FIRST_MS = 100
const EFFECT_BACKOFF_MAX_MS = 5_000

/** Doubling back-off; `jitter` is between 0 and 1 and takes up to half away. */
export function effectBackoffMs(attempt: number, jitter: number): number {
  const full = Math.min(EFFECT_BACKOFF_MAX_MS, EFFECT_BACKOFF_FIRST_MS * 2 ** Math.min(attempt - 1, 16))
  return Math.round(full * (1 - jitter / 2))
}
