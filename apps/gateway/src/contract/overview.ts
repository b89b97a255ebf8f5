import { Closed, Id, Instant } from '@bistro/kit/http'
import Type, { type Static } from 'typebox'
import { SagaSummary, Waiting } from './saga.ts'

/** Something that is away, and since when. */
export const Unavailable = Closed({
  what: Type.String({ description: 'A service, Kafka, or the database of the gateway' }),
  since: Instant,
  reason: Type.String(),
})
export type Unavailable = Static<typeof Unavailable>

export const StuckSaga = Closed({ ...SagaSummary.properties, waitingFor: Type.Array(Waiting) })
export type StuckSaga = Static<typeof StuckSaga>

const Latency = Closed({ p50Ms: Type.Number(), p99Ms: Type.Number(), count: Type.Integer() })

export const ServiceHealth = Closed({
  service: Type.String(),
  ready: Type.Boolean(),
  reason: Type.Optional(Type.String({ description: 'Why it is not ready' })),
  since: Type.Optional(Instant),
  lagMessages: Type.Optional(Type.Integer({ description: 'Messages that it has yet to read' })),
  lagSeconds: Type.Optional(Type.Number({ description: 'Age of the oldest of them; 0 if there is none' })),
  parked: Type.Optional(Type.Integer()),
  pendingFailing: Type.Optional(Type.Integer({ description: 'Timers and effects whose last attempt failed' })),
})
export type ServiceHealth = Static<typeof ServiceHealth>

export const InvariantLight = Closed({
  number: Type.Integer(),
  name: Type.String(),
  status: Type.Enum(['holds', 'violated', 'unknown']),
  violations: Type.Array(Closed({ what: Type.String(), ids: Type.Record(Type.String(), Type.String()) }), {
    description: 'At most 20',
  }),
})
export const Invariants = Closed({
  lookedAt: Type.Optional({ ...Instant, description: 'When the last audit began; absent before the first' }),
  items: Type.Array(InvariantLight),
  problem: Type.Optional(Type.String({ description: 'Why they are not known' })),
  check: Type.Optional(
    Type.String({ description: 'What to type at the root of the clone to check them, where they are not known' }),
  ),
})
export type Invariants = Static<typeof Invariants>

export const Fault = Closed({
  name: Type.String(),
  rate: Type.Optional(Type.Number({ description: 'Probability at each opportunity, 0 to 1' })),
  ms: Type.Optional(Type.Integer({ description: 'For delays: at most this long' })),
})
export const ServiceFaults = Closed({
  service: Type.String(),
  seed: Type.Integer(),
  faults: Type.Array(Fault),
  withoutSafetyNets: Type.Array(Type.String()),
})
export type ServiceFaults = Static<typeof ServiceFaults>
const Breakable = Closed({
  name: Type.String(),
  what: Type.String({ description: 'What happens, in one sentence' }),
  services: Type.Optional(Type.Array(Type.String(), { description: 'Where it applies; absent: everywhere' })),
})
export type Breakable = Static<typeof Breakable>
export const Faults = Closed({
  allowed: Type.Boolean({ description: 'Whether the services run with BISTRO_FAULTS=on' }),
  services: Type.Array(ServiceFaults, { description: 'Services where something is broken on purpose' }),
  known: Type.Optional(
    Closed(
      { faults: Type.Array(Breakable), safetyNets: Type.Array(Breakable) },
      { description: 'What can be broken; absent where faults are not allowed' },
    ),
  ),
})
export type Faults = Static<typeof Faults>

/** Counts since the topics begin. */
const Counts = Closed({
  open: Type.Integer(),
  stuck: Type.Integer(),
  delivered: Type.Integer(),
  cancelled: Type.Integer(),
  rejected: Type.Integer(),
})
export type Counts = Static<typeof Counts>

export const Overview = Closed({
  at: Instant,
  catchingUp: Type.Optional(
    Closed(
      { remaining: Type.Integer(), perSecond: Type.Number() },
      { description: 'While the gateway reads old events' },
    ),
  ),
  counts: Type.Optional({ ...Counts, description: 'Absent until the saga view could be read' }),
  /** Sagas by minute, oldest first, the last 30 minutes; the current minute is last. */
  minutes: Type.Array(
    Closed({
      minute: Instant,
      started: Type.Integer(),
      delivered: Type.Integer(),
      cancelled: Type.Integer(),
      rejected: Type.Integer(),
    }),
  ),
  eventsPerSecond: Type.Number(),
  confirmed: Type.Optional({
    ...Latency,
    description: 'From the held reservation to the confirmation, last 5 minutes',
  }),
  services: Type.Array(ServiceHealth),
  invariants: Invariants,
  stuck: Type.Array(StuckSaga, { description: 'At most 10, the longest first' }),
  faults: Faults,
  unavailable: Type.Array(Unavailable),
})
export type Overview = Static<typeof Overview>

/** How the system is made: it follows from the definitions. */
export const Topology = Closed({
  services: Type.Array(
    Closed({
      service: Type.String(),
      topics: Type.Array(Type.String(), { description: 'That it publishes to' }),
      subscribes: Type.Array(Type.String()),
      publishes: Type.Array(Type.String(), { description: 'Event types' }),
      undoes: Type.Array(Type.String(), { description: 'Event types of it that undo a step' }),
      acts: Type.Array(Type.String(), { description: 'Event types that it has a policy for' }),
      views: Type.Array(Type.String()),
      calls: Type.Array(Type.String(), { description: 'External systems' }),
    }),
  ),
})
export type Topology = Static<typeof Topology>

export const Attention = Closed({
  stuck: Type.Array(StuckSaga),
  parked: Type.Array(
    Closed({
      service: Type.String(),
      id: Type.String(),
      reason: Type.String({ description: 'gap, view, schema or poison' }),
      source: Type.String(),
      streamId: Type.String(),
      version: Type.Integer(),
      since: Instant,
      error: Type.String(),
      waitsFor: Type.Optional(Type.String()),
      type: Type.Optional(Type.String()),
      data: Type.Optional(Type.Unknown()),
      raw: Type.String(),
      needs: Type.Array(Closed({ field: Type.String(), missing: Type.Boolean() }), {
        description: 'The fields that this consumer reads of the event, and which of them the message lacks',
      }),
      reservationId: Type.Optional(Id),
    }),
  ),
  refunds: Type.Array(
    Closed({
      orderId: Type.String(),
      reservationId: Type.Optional(Type.String()),
      amount: Closed({ amount: Type.Integer(), currency: Type.String() }),
      status: Type.String({ description: 'As the payment service lists it' }),
      since: Type.Optional(Instant),
      attempts: Type.Optional(Type.Integer()),
    }),
  ),
  unavailable: Type.Array(Unavailable),
})
export type Attention = Static<typeof Attention>

export const Board = Closed({
  replica: Type.String({ description: 'Which process of the gateway answers: each has a board of its own' }),
  readTo: Type.Record(Type.String(), Type.String(), { description: 'Position by partition' }),
  items: Type.Array(
    Closed({
      eveningId: Type.String(),
      title: Type.String(),
      date: Type.String(),
      seats: Type.Integer(),
      held: Type.Integer(),
      confirmed: Type.Integer(),
      cancelled: Type.Integer({ description: 'Seats given back since the beginning' }),
    }),
  ),
})
export type Board = Static<typeof Board>
