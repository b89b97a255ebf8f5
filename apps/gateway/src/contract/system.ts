import { Closed, Instant } from '@bistro/kit/http'
import Type, { type Static } from 'typebox'

const Partition = Closed({
  partition: Type.Integer(),
  begin: Type.String(),
  end: Type.String(),
  readers: Type.Array(
    Closed({
      service: Type.String(),
      member: Type.Optional(Type.String({ description: 'Which process reads it; absent if none does' })),
      position: Type.String(),
      lagMessages: Type.Integer(),
    }),
  ),
})
export const Partitions = Closed({
  most: Type.Integer({ description: 'How many partitions a topic may have' }),
  topics: Type.Array(Closed({ topic: Type.String(), service: Type.String(), partitions: Type.Array(Partition) })),
})
export type Partitions = Static<typeof Partitions>

/** Where a key goes, step by step (murmur2, as Kafka's clients do it). */
export const Placement = Closed({
  key: Type.String(),
  bytes: Type.Array(Type.Integer()),
  hash: Type.Integer({ description: 'murmur2 of the bytes, 32 bits, signed' }),
  positive: Type.Integer({ description: 'The hash without its sign bit' }),
  partitions: Type.Integer(),
  partition: Type.Integer(),
})
export type Placement = Static<typeof Placement>

/** The share of 10,000 keys that move when partitions are added. */
export const Moves = Closed({
  from: Type.Integer(),
  to: Type.Integer(),
  modulo: Type.Number({ description: '0 to 1: hash modulo the number of partitions, as Kafka does it' }),
  consistent: Type.Number({ description: '0 to 1: consistent hashing on a ring' }),
})
export type Moves = Static<typeof Moves>

const View = Closed({
  service: Type.String(),
  view: Type.String(),
  source: Type.Enum(['own', 'replicated']),
  rows: Type.Optional(Type.Integer()),
  reads: Type.Array(Type.String(), { description: 'Event types' }),
  lagSeconds: Type.Optional(
    Type.Number({ description: 'Age of the oldest event that it lacks; 0 if it is up to date' }),
  ),
  rebuild: Type.Optional(
    Closed({
      status: Type.Enum(['running', 'equal', 'differs', 'failed']),
      startedAt: Instant,
      endedAt: Type.Optional(Instant),
      swappedAt: Type.Optional({
        ...Instant,
        description: 'When the rebuilt rows took the place of the live ones last; the former ones are then `rebuilt`',
      }),
      done: Type.Integer({ description: 'Events folded so far' }),
      total: Type.Integer(),
      rows: Type.Optional(Type.Integer()),
      differences: Type.Array(
        Closed({ key: Type.String(), live: Type.Optional(Type.Unknown()), rebuilt: Type.Optional(Type.Unknown()) }),
        { description: 'At most 20' },
      ),
      problem: Type.Optional(Type.String()),
    }),
  ),
})
export const Views = Closed({ items: Type.Array(View), unavailable: Type.Array(Type.String()) })
export type Views = Static<typeof Views>

/** Processes of this machine's stack; empty where the gateway cannot reach a stack. */
export const Processes = Closed({
  reachable: Type.Boolean({
    description: 'False where the stack is not run by this machine: in containers, for example',
  }),
  items: Type.Array(Closed({ name: Type.String(), running: Type.Boolean() })),
})
export type Processes = Static<typeof Processes>
