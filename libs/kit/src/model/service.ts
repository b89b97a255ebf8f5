import type { AnyAggregate } from './aggregate.ts'
import type { AnyEvent } from './event.ts'
import type { EffectDefinition, TimerDefinition } from './pending.ts'
import type { AnyPolicy } from './policy.ts'
import type { AnyFold, AnyView } from './view.ts'

/** A service as a value. The same runtime runs it on Postgres and Kafka, or in memory. */
export interface Service {
  readonly name: string
  /** `ce_source` of what it publishes. */
  readonly source: string
  /** `ce_type` is this, a dot, and the event's type. */
  readonly namespace: string
  /** Its topic; events are stored in the shape that they have there. A service without one only reads: its streams are private. */
  readonly topic?: string
  /** Later versions of its topic, for changes of events that old readers cannot read. */
  readonly laterTopics?: readonly string[]
  /** The topics it publishes to; default: `topic`. */
  readonly publishes?: readonly string[]
  /** What it reads. */
  readonly subscribes: readonly string[]
  readonly aggregates: readonly AnyAggregate[]
  readonly policies: Readonly<Record<string, AnyPolicy>>
  readonly views: readonly AnyView[]
  readonly timers: readonly TimerDefinition[]
  readonly effects: readonly EffectDefinition[]
  /** The saga's id, where the event belongs to one. */
  sagaOf(event: AnyEvent): string | undefined
}

/** Whether events of this type change anything here; others only move the gate. */
export const handles = (service: Service, type: string): boolean =>
  policyOf(service, type) !== undefined ||
  service.views.some((view) => view.source === 'replicated' && foldOf(view, type) !== undefined)

// Types come from other programs: one named `constructor` must not find Object's own member.

export const policyOf = ({ policies }: Service, type: string): AnyPolicy | undefined =>
  Object.hasOwn(policies, type) ? policies[type] : undefined

export const foldOf = ({ on }: AnyView, type: string): AnyFold | undefined =>
  Object.hasOwn(on, type) ? on[type] : undefined

/** The name of the service that publishes there: topics are named `<…>.<service>.v<n>`. */
export const publisherOf = (topic: string): string => topic.split('.').at(-2) ?? topic

/** The timers and effects that a stream of this aggregate may have. */
export const pendingOf = (
  { timers, effects }: Pick<Service, 'timers' | 'effects'>,
  aggregate: string,
): readonly (TimerDefinition | EffectDefinition)[] =>
  [...timers, ...effects].filter((one) => one.aggregate === aggregate)

/** Whose event it is: of the aggregate that names it, or else of the published one that names none. */
export function ownerOf({ name, aggregates }: Service, type: string): AnyAggregate {
  const published = aggregates.filter(({ visibility }) => visibility === 'published')
  const owner = published.find(({ events }) => events?.includes(type)) ?? published.find(({ events }) => !events)
  if (!owner) throw new Error(`${name} has no aggregate with the event ${type}`)
  return owner
}
