import type { Message } from '../model/event.ts'
import type { Outcome, Request } from '../model/input.ts'
import type { Service } from '../model/service.ts'
import type { Reader, StoredParked } from './store.ts'

/** A running service, as its HTTP side sees it. */
export interface Runtime {
  readonly service: Service
  readonly reader: Reader
  /**
   * Puts a request into the queue and waits for its transaction, until 5 s after `since` (by `Clock.monotonic`; now).
   * What has thrown anything but `OutcomeUnknown` does not happen afterwards.
   * @throws `QueueFull` when too many wait already, or one too long (429), `StoreUnavailable` (503), `OutcomeUnknown` (503)
   */
  submit(request: Request, since?: number): Promise<Outcome>
  /**
   * Waits until a stream has reached a version here: an own one in the store, another service's at its gate.
   * @returns false after `CONSISTENCY_WAIT_MS`
   * @throws `QueueFull` when more than `MAX_WAITING_READERS` wait already
   */
  reached(source: string, stream: string, version: number): Promise<boolean>
  /** Tries a parked message again, or passes over it. Resolves when that is stored. */
  settleParked(id: string, order: Order): Promise<Settled>
  /** What a parked message says, as far as it can be read now. */
  readParked(row: StoredParked): Pick<Partial<Message>, 'type' | 'data'>
  /** Begins to read a topic once more from its beginning. @returns false for one that the service does not read */
  reread(topic: string): Promise<boolean>
}

export type Order = { readonly kind: 'retry' } | { readonly kind: 'skip'; readonly why: string }

/** unknown: there is none · stays: it is parked still · settled: it is not, and so many of its stream were parked behind it. */
export type Settled =
  | { readonly kind: 'unknown' }
  | { readonly kind: 'stays'; readonly error: string }
  | { readonly kind: 'settled'; readonly behind: number }

/** Too much waits already, or too long; try again after `retryAfterS` seconds. */
export class QueueFull extends Error {
  readonly code = 'queue-full'
  readonly retryable = true
  readonly retryAfterS = 1
}

/** The database was asked to commit and did not answer in time: the request may have been done, or may be yet. */
export class OutcomeUnknown extends Error {
  readonly code = 'outcome-unknown'
  readonly retryable = true
}

export const CONSISTENCY_WAIT_MS = 2_000
export const MAX_WAITING_READERS = 1_000
export const MAX_WAITING_REQUESTS = 2_000
