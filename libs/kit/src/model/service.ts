import type { AnyAggregate } from './aggregate.ts'
import type { AnyEvent } from './event.ts'
import type { EffectDefinition, TimerDefinition } from './pending.ts'
import type { AnyPolicy } from './policy.ts'
import type { AnyFold, AnyView } from './view.ts'

/** Everything that a service means, as a value. One runtime runs it on Postgres and Kafka, another in memory. */
export interface Service {
  readonly name: string
  /** `ce_source` of what it publishes. */
  readonly source: string
  /** `ce_type` is this, a dot, and the event's type. */
  readonly namespace: string
  /** What it publishes to; events are stored in the shape that they have there. Without one it only reads: its streams are private. */
  readonly topic?: string
  /** Topics on which some of its events have another shape, for changes that old readers cannot follow. */
  readonly laterTopics?: readonly string[]
  /** Those of its topics that it publishes to, where that is not `topic` alone. */
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

/** Does this type change anything here? Others only move the gate. */
export const handles = (service: Service, type: string): boolean =>
  policyOf(service, type) !== undefined ||
  service.views.some((view) => view.source === 'replicated' && foldOf(view, type) !== undefined)

// Types come from outside: `constructor` is one that nobody handles, though every object has it.

export const policyOf = ({ policies }: Service, type: string): AnyPolicy | undefined =>
  Object.hasOwn(policies, type) ? policies[type] : undefined

export const foldOf = ({ on }: AnyView, type: string): AnyFold | undefined =>
  Object.hasOwn(on, type) ? on[type] : undefined

/** The name of the service that publishes there: topics are named `<…>.<service>.v<n>`. */
export const publisherOf = (topic: string): string => topic.split('.').at(-2) ?? topic
