import type { Aggregate, AnyAggregate, AnyCommand, AnyEvent } from '../model/index.ts'
import { beginning, type Fixture, run } from './fixture.ts'

/** A stream's history: the commands that its aggregate was given, in order. */
export interface Story {
  readonly aggregate: AnyAggregate
  readonly commands: readonly AnyCommand[]
  readonly seed: AnyEvent | undefined
}

/** A story per event type: its last command leads to that event. */
export type Examples<E extends AnyEvent> = { readonly [T in E['type']]: Story }

/** @param seed first event of the companion's private stream */
export const story = <S, C extends AnyCommand, E extends AnyEvent, Beside>(
  aggregate: Aggregate<S, C, E, Beside>,
  commands: readonly C[],
  seed?: AnyEvent,
): Story => ({ aggregate, commands, seed })

/** The fixture after a story. */
export const worldAfter = ({ aggregate, commands, seed }: Story): Fixture =>
  commands.reduce((fixture, command) => run(aggregate, fixture, command).after, beginning(aggregate, seed))

/** The events of a story's last command. */
export function endOf({ commands, ...rest }: Story): readonly AnyEvent[] {
  const last = commands.at(-1)
  return last ? run(rest.aggregate, worldAfter({ ...rest, commands: commands.slice(0, -1) }), last).events : []
}

/** Event data that each example's `decide` makes, by type. @throws if a story does not end with its event */
export function madeOf<T extends string>(examples: Readonly<Record<T, Story>>): Record<T, object> {
  const made = Object.entries<Story>(examples).map(([type, example]) => {
    const event = endOf(example).find((one) => one.type === type)
    if (event) return [type, event.data]
    throw new Error(
      `The example of ${type} ends with ${typesOf(endOf(example))}: give it the commands that lead to ${type}.`,
    )
  })
  return Object.fromEntries(made) as Record<T, object>
}

const typesOf = (events: readonly AnyEvent[]): string => events.map(({ type }) => type).join(', ') || 'nothing'
