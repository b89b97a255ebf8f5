import type { AnyAggregate, AnyCommand, AnyEvent } from '../model/index.ts'

/** When everything happens. */
export const NOW = '2030-05-01T12:00:00.000Z'

/** One stream with all that its decisions read, and what has happened in it. */
export interface World {
  readonly state: unknown
  readonly entry: unknown
  readonly companion: unknown
  /** Requests of what is owed, by name. */
  readonly owed: Readonly<Record<string, object>>
  readonly happened: readonly string[]
}

/** @param seed what the companion's private stream begins with, where there has to be something to decide about */
export function beginning({ initialState, entries, companion }: AnyAggregate, seed?: AnyEvent): World {
  const seeded = seed && companion?.aggregate.evolve(companion.aggregate.initialState, seed, NOW)
  return { state: initialState, entry: entries?.initialState, companion: seeded, owed: {}, happened: [] }
}

/** What a command leads to in one world; no events where it is ignored, rejected or impossible. */
export function run(
  aggregate: AnyAggregate,
  world: World,
  command: AnyCommand,
): { events: readonly AnyEvent[]; after: World } {
  const decision = decide(aggregate, world, command)
  if (!Array.isArray(decision)) return { events: [], after: world }
  const events: readonly AnyEvent[] = decision
  return { events, after: events.reduce((before, event) => evolve(aggregate, before, event, command), world) }
}

/** A decision that throws parks its message: nothing happens. */
function decide(aggregate: AnyAggregate, { state, entry, companion }: World, command: AnyCommand): unknown {
  try {
    return aggregate.decide(command, state, aggregate.entries ? entry : companion)
  } catch {
    return undefined
  }
}

function evolve(aggregate: AnyAggregate, before: World, event: AnyEvent, command: AnyCommand): World {
  const { entries, companion } = aggregate
  const state = aggregate.evolve(before.state, event, NOW)
  const following = companion?.follows(event, before.state) ?? []
  return {
    state,
    entry: entries && entries.ofEvent(event) !== undefined ? entries.evolve(before.entry, event) : before.entry,
    companion: following.reduce((other, next) => companion?.aggregate.evolve(other, next, NOW), before.companion),
    owed: owedAfter(aggregate, before, event, state, command),
    happened: [...new Set([...before.happened, event.type])].sort(),
  }
}

function owedAfter(
  { owes }: AnyAggregate,
  { owed }: World,
  event: AnyEvent,
  state: unknown,
  command: AnyCommand,
): World['owed'] {
  const all = { ...owed }
  for (const row of owes?.(event, state, command) ?? []) {
    if ('clear' in row) delete all[row.clear]
    else all[row.name] = row.set === 'effect' ? row.request : {}
  }
  return all
}

/** A timer or an answer takes its row away before its command runs. */
export function settle(world: World, name: string): World {
  const { [name]: _, ...owed } = world.owed
  return { ...world, owed }
}
