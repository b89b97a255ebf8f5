import type { Message } from '../model/event.ts'
import type { Order, Outcome, Request } from '../model/input.ts'
import type { Service } from '../model/service.ts'
import type { History, Until } from './history.ts'
import type { Views } from './rebuild/views.ts'
import type { Reader, StoredParked } from './store.ts'

/** A running service, as its HTTP side sees it. */
export interface Runtime {
  readonly service: Service
  readonly reader: Reader
  /**
   * Queues a request and waits for its transaction, until 5 s after `since` (by `Clock.monotonic`; default: now).
   * A request that threw any error but `OutcomeUnknown` is never stored later.
   * @throws `QueueFull` if too many wait, or one too long (429), `StoreUnavailable` (503), `OutcomeUnknown` (503)
   */
  submit(request: Request, since?: number): Promise<Outcome>
  /**
   * Waits until a stream has reached a version: an own stream in the store, another service's at its gate.
   * @returns false after `CONSISTENCY_WAIT_MS`
   * @throws `QueueFull` when more than `MAX_WAITING_READERS` wait already
   */
  reached(source: string, stream: string, version: number): Promise<boolean>
  /** Retries or skips a parked message. Resolves when that is stored. */
  settleParked(id: string, order: Order): Promise<Settled>
  /** Type and data of a parked message, as far as it can be decoded now. */
  readParked(row: StoredParked): Pick<Partial<Message>, 'type' | 'data'>
  /** A stream as of a version or a moment; undefined if it had no events then. */
  readHistory(stream: string, until: Until): Promise<History | undefined>
  /** Starts to reread a topic from its beginning. @returns false for a topic that the service does not read */
  reread(topic: string): Promise<boolean>
  readonly views: Views
}

/** unknown: no such message · stays: still parked · settled: no longer parked; `behind` others were behind it. */
export type Settled =
  | { readonly kind: 'unknown' }
  | { readonly kind: 'stays'; readonly error: string }
  | { readonly kind: 'settled'; readonly behind: number }

/** Too many inputs wait, or one too long; retry after `retryAfterS` seconds. */
export class QueueFull extends Error {
  readonly code = 'queue-full'
  readonly retryable = true
  readonly retryAfterS = 1
}

/** The commit got no response in time: the request may be stored, now or later. */
export class OutcomeUnknown extends Error {
  readonly code = 'outcome-unknown'
  readonly retryable = true
}

export const CONSISTENCY_WAIT_MS = 2_000
export const MAX_WAITING_READERS = 1_000
export const MAX_WAITING_REQUESTS = 2_000
