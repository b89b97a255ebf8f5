import type { AnyEvent, Service } from '@bistro/kit'
import { beginning, type Fixture, run } from '@bistro/kit/testing'
import { type Cause, inputsOf } from './inputs.ts'
import { seedOf } from './variants.ts'

/** Longer than any saga: refunds that an operator retries for ever end here. */
const MAX_STEPS = 24

/** A cause led to these events in a stream in which others had happened before. */
export interface Reaction {
  readonly service: string
  readonly cause: Cause
  readonly before: readonly string[]
  readonly events: readonly AnyEvent[]
}

/** Everything that a service may do: each input in each state that inputs can lead to. Definitions are run, never read as text. */
export function explore(service: Service): Reaction[] {
  return service.aggregates
    .filter(({ visibility }) => visibility === 'published')
    .flatMap((one) => exploreOne(service, one))
}

function exploreOne(service: Service, aggregate: Service['aggregates'][number]): Reaction[] {
  const first = beginning(aggregate, seedOf(aggregate))
  const known = new Set([keyOf(first)])
  const reactions = new Map<string, Reaction>()
  for (let frontier = [first], step = 0; frontier.length > 0 && step < MAX_STEPS; step += 1) {
    const next: Fixture[] = []
    for (const fixture of frontier)
      for (const { cause, command, fixture: from } of inputsOf(service, aggregate.name, fixture)) {
        const { events, after } = run(aggregate, from, command)
        if (events.length > 0) note(reactions, { service: service.name, cause, before: fixture.happened, events })
        if (!known.has(keyOf(after))) next.push(after)
        known.add(keyOf(after))
      }
    frontier = next
  }
  return [...reactions.values()]
}

function note(reactions: Map<string, Reaction>, reaction: Reaction): void {
  const { cause, before, events } = reaction
  reactions.set(JSON.stringify([cause, before, events.map(labelOf)]), reaction)
}

/** What happened, with its reason where it has one: `OrderCancelled{guest_cancelled}`. */
export function labelOf({ type, data }: AnyEvent): string {
  const { reason } = data as { reason?: string }
  return reason && reason !== 'any' ? `${type}{${reason}}` : type
}

const keyOf = (fixture: Fixture): string => JSON.stringify(fixture)
