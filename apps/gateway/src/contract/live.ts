import { Closed, Instant } from '@bistro/kit/http'
import Type, { type Static } from 'typebox'
import { Faults, Invariants, ServiceHealth, Unavailable } from './overview.ts'
import { SagaEvent, SagaSummary } from './saga.ts'

/**
 * What `GET /api/live` sends (server-sent events). The name of the SSE event is the key here; `Last-Event-ID`
 * resumes. `?saga=ID` asks for every event of one saga; without it, events are sampled and counted.
 */
export const Live = {
  /** At most ten times a second: sagas that changed; with `?saga=`, that one. At most 50, the rest is in `overview`. */
  saga: Closed({ items: Type.Array(SagaSummary) }),
  /** At most ten times a second. `items` are samples, or with `?saga=` all events of that saga; `counts` counts all of them. */
  event: Closed({
    at: Instant,
    counts: Type.Record(Type.String(), Type.Integer(), {
      description: 'Events since the last message, by "service type"',
    }),
    items: Type.Array(SagaEvent),
  }),
  health: Closed({ services: Type.Array(ServiceHealth), unavailable: Type.Array(Unavailable) }),
  invariants: Invariants,
  faults: Faults,
  /** The position that `Last-Event-ID` named is not kept any more: load everything again. */
  reset: Closed({ why: Type.String() }),
} as const

export type LiveName = keyof typeof Live
export type LiveData = { readonly [N in LiveName]: Static<(typeof Live)[N]> }
