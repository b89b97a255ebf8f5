import { Closed, Id, Instant, PageOf } from '@bistro/kit/http'
import Type, { type Static } from 'typebox'

/** `stuck` is a saga that is open and that waits longer than it should. */
export const SagaStatus = Type.Enum(['open', 'delivered', 'cancelled', 'rejected'])
export type SagaStatus = Static<typeof SagaStatus>

const LastEvent = Closed({ service: Type.String(), type: Type.String(), at: Instant })

const summary = {
  reservationId: Id,
  orderId: Id,
  customerId: Type.Optional(Id),
  eveningId: Type.Optional(Id),
  startedAt: Instant,
  lastEvent: LastEvent,
  status: SagaStatus,
  reason: Type.Optional(Type.String({ description: 'Why it was cancelled or rejected' })),
  endedAt: Type.Optional(Instant),
  stuck: Type.Boolean({ description: 'Whether it waits longer than it should' }),
}

export const SagaSummary = Closed(summary)
export type SagaSummary = Static<typeof SagaSummary>
export const SagaPage = PageOf(SagaSummary)

export const Waiting = Closed({
  kind: Type.Enum(['consumer', 'effect', 'timer', 'parked', 'outside'], {
    description:
      'consumer: a service has yet to read an event · effect: a call to an external system · timer · parked: a service has parked a message · outside: news from another system or a person',
  }),
  service: Type.String(),
  what: Type.String(),
  since: Instant,
  until: Type.Optional({ ...Instant, description: 'When the call is tried again, or the timer is due' }),
  attempt: Type.Optional(Type.Integer()),
  error: Type.Optional(Type.String({ description: 'Why the last attempt failed' })),
  lacking: Type.Optional(Type.String({ description: 'What the work needs and is unavailable' })),
  parkedId: Type.Optional(Type.String({ description: 'The parked message, as its service lists it' })),
  isStuck: Type.Boolean({ description: 'Whether this lasts longer than it should' }),
  text: Type.String({ description: 'The same in one sentence' }),
})
export type Waiting = Static<typeof Waiting>

export const SagaEvent = Closed({
  service: Type.String(),
  type: Type.String(),
  streamId: Type.String(),
  version: Type.Integer(),
  id: Id,
  causationId: Type.Optional(Type.String({ description: 'The id of the event or command that caused it' })),
  time: Instant,
  seenAt: { ...Instant, description: 'When the gateway read it' },
  topic: Type.String(),
  partition: Type.Integer(),
  offset: Type.String(),
  schemaVersion: Type.Optional(Type.Integer()),
  data: Type.Optional(Type.Unknown({ description: 'Its fields; absent where the record cannot be decoded' })),
  problem: Type.Optional(Type.String({ description: 'Why the record cannot be decoded' })),
  compensates: Type.Optional(Type.String({ description: 'The id of the event that it undoes' })),
})
export type SagaEvent = Static<typeof SagaEvent>

/** The state of one stream, folded from its events. */
const StreamState = Closed({
  streamId: Type.String(),
  aggregate: Type.String(),
  version: Type.Integer(),
  state: Type.Unknown(),
})
export type StreamState = Static<typeof StreamState>

export const SagaDetail = Closed({
  ...summary,
  at: Type.Optional({ ...Instant, description: 'The moment that was asked for; absent for now' }),
  events: Type.Array(SagaEvent, { description: 'In the order of their times, causes first' }),
  waitingFor: Type.Array(Waiting, {
    description:
      'What it waits for now; of a saga that has ended, what is still to be undone or done; empty at a past moment',
  }),
  states: Type.Record(Type.String(), Type.Union([StreamState, Type.Null()]), {
    description: 'By service; null where the stream had not begun or the service does not answer',
  }),
  unavailable: Type.Array(Type.String(), {
    description: 'Services that did not answer: what they know is missing here',
  }),
})
export type SagaDetail = Static<typeof SagaDetail>

/** Who has taken an event, by its gate and its audit trail. */
const Taken = Closed({
  service: Type.String(),
  hasPolicy: Type.Boolean({ description: 'Whether it acts on the event; others only keep a view or move their gate' }),
  taken: Type.Boolean(),
  at: Type.Optional({ ...Instant, description: 'When its command was decided; absent where it needed none' }),
  outcome: Type.Optional(Type.String({ description: 'accepted, rejected or ignored' })),
})

export const EventDetail = Closed({
  ...SagaEvent.properties,
  headers: Type.Record(Type.String(), Type.String()),
  raw: Type.Optional(
    Type.String({
      description: "The record's value, base64; absent where it holds a card token, or may, as it cannot be decoded",
    }),
  ),
  takenBy: Type.Array(Taken),
})
export type EventDetail = Static<typeof EventDetail>

/** A command as a service's audit trail has it. */
export const SagaCommand = Closed({
  service: Type.String(),
  id: Type.String(),
  at: Instant,
  by: Type.String(),
  kind: Type.String({ description: 'request, message, timer, answer or refusal' }),
  type: Type.String(),
  streamId: Type.String(),
  outcome: Type.Enum(['accepted', 'rejected', 'ignored']),
  reason: Type.Optional(Type.String()),
  events: Type.Array(Type.String()),
  causedBy: Type.Optional(Type.String({ description: 'The id of the event that caused it' })),
  request: Type.Optional(Type.Unknown()),
})
export type SagaCommand = Static<typeof SagaCommand>
export const SagaCommands = Closed({ items: Type.Array(SagaCommand), unavailable: Type.Array(Type.String()) })
export type SagaCommands = Static<typeof SagaCommands>
