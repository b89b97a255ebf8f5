import type { Manifest } from '@bistro/client'
import type { Outcome } from './outcomes.ts'

/** The outcome of a saga. */
export type Heard = readonly [sagaId: string, outcome: Outcome]

/** Who reserves, for which evening, with which card. */
export interface Guest {
  readonly customerId: string
  readonly eveningId: string
  readonly cardToken: string
}

/** Guests of one kind. */
export interface Crowd {
  /** How much of all sagas is theirs; the shares of all crowds add up to 1. */
  readonly share: number
  readonly guests: readonly Guest[]
  /** In turn, or the first guest far more often than the last (Zipf). */
  readonly choice: 'in-turn' | 'zipf'
}

/** A closed loop keeps so many sagas under way; an open one begins so many a second, whether or not they complete. */
export type Pace = { readonly window: number } | { readonly perSecond: number }

export interface LoadOrder {
  readonly crowds: readonly Crowd[]
  readonly pace: Pace
  /** How long sagas are begun; those under way are then waited for, at most `drainTimeoutMs`. */
  readonly seconds: number
  readonly drainTimeoutMs: number
}

/** What a generator saw of one load. Durations in milliseconds, from the moment at which the POST had to be sent. */
export interface LoadResult {
  readonly sent: number
  /** How many requests were answered with which status; `none` counts those that were not answered. */
  readonly answers: Readonly<Record<string, number>>
  readonly delivered: number
  readonly cancelled: number
  /** How many of them had ended when the last saga began. */
  readonly endedInTime: number
  /** Accepted, and neither delivered nor cancelled when the time to drain was over. */
  readonly unfinished: number
  readonly startedMs: number
  readonly stoppedMs: number
  readonly lastEndedMs: number
  readonly answeredAfterMs: Float64Array
  readonly confirmedAfterMs: Float64Array
  readonly deliveredAfterMs: Float64Array
  /** How many refusals came without a `Retry-After`. */
  readonly withoutRetryAfter: number
}

export type ToGenerator =
  | { readonly kind: 'connect'; readonly manifest: Manifest; readonly connections: number }
  | { readonly kind: 'load'; readonly order: LoadOrder }
  | { readonly kind: 'heard'; readonly heard: readonly Heard[] }

export type FromGenerator =
  | { readonly kind: 'connected' }
  | { readonly kind: 'loaded'; readonly result: LoadResult }
  | { readonly kind: 'failed'; readonly message: string }
