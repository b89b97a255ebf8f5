import type { AnyAggregate, AnyCommand, AnyEvent } from '../model/index.ts'

/** The time of all events. */
export const NOW = '2030-05-01T12:00:00.000Z'

/** One stream with all that its decisions read, and its history. */
export interface Fixture {
  readonly state: unknown
  readonly substate: unknown
  readonly companion: unknown
  /** Requests of pending timers and effects, by name. */
  readonly pending: Readonly<Record<string, object>>
  readonly happened: readonly string[]
}

/** @param seed first event of the companion's private stream, if decisions need one */
export function beginning({ initialState, substates, companion }: AnyAggregate, seed?: AnyEvent): Fixture {
  const seeded = seed && companion?.aggregate.evolve(companion.aggregate.initialState, seed, NOW)
  return { state: initialState, substate: substates?.initialState, companion: seeded, pending: {}, happened: [] }
}

/** Result of a command in a fixture; no events if it is ignored, rejected or throws. */
export function run(
  aggregate: AnyAggregate,
  fixture: Fixture,
  command: AnyCommand,
): { events: readonly AnyEvent[]; after: Fixture } {
  const decision = decide(aggregate, fixture, command)
  if (!Array.isArray(decision)) return { events: [], after: fixture }
  const events: readonly AnyEvent[] = decision
  return { events, after: events.reduce((before, event) => evolve(aggregate, before, event, command), fixture) }
}

/** A decision that throws parks its message and changes nothing. */
function decide(aggregate: AnyAggregate, { state, substate, companion }: Fixture, command: AnyCommand): unknown {
  try {
    return aggregate.decide(command, state, aggregate.substates ? substate : companion)
  } catch {
    return undefined
  }
}

function evolve(aggregate: AnyAggregate, before: Fixture, event: AnyEvent, command: AnyCommand): Fixture {
  const { substates, companion } = aggregate
  const state = aggregate.evolve(before.state, event, NOW)
  const following = companion?.follows(event, before.state) ?? []
  return {
    state,
    substate:
      substates && substates.ofEvent(event) !== undefined ? substates.evolve(before.substate, event) : before.substate,
    companion: following.reduce((other, next) => companion?.aggregate.evolve(other, next, NOW), before.companion),
    pending: pendingAfter(aggregate, before, event, state, command),
    happened: [...new Set([...before.happened, event.type])].sort(),
  }
}

function pendingAfter(
  { pendingAfter }: AnyAggregate,
  { pending }: Fixture,
  event: AnyEvent,
  state: unknown,
  command: AnyCommand,
): Fixture['pending'] {
  const all = { ...pending }
  for (const row of pendingAfter?.(event, state, command) ?? []) {
    if ('clear' in row) delete all[row.clear]
    else all[row.name] = row.set === 'effect' ? row.request : {}
  }
  return all
}

/** A timer or an answer removes its row before its command runs. */
export function settle(fixture: Fixture, name: string): Fixture {
  const { [name]: _, ...pending } = fixture.pending
  return { ...fixture, pending }
}
