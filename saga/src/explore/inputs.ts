import { SAMPLE } from '@bistro/events/contract'
import type { AnyCommand, Service } from '@bistro/kit'
import { settle, type World } from '@bistro/kit/testing'
import { ANSWERS, OUTSIDE_COMMANDS } from './outside.ts'
import { VARIANTS } from './variants.ts'

/** Something that makes a service do something. */
export interface Cause {
  readonly kind: 'event' | 'request' | 'timer' | 'answer'
  /** An event's type, a route, a timer's name, or `<effect>: <answer>`. */
  readonly name: string
}

export interface Input {
  readonly cause: Cause
  readonly command: AnyCommand
  /** The world in which the command runs. */
  readonly world: World
}

/** Everything that may come to one aggregate in one world. */
export function inputsOf(service: Service, aggregate: string, world: World): Input[] {
  return [
    ...Object.entries(service.policies)
      .filter(([, policy]) => policy.aggregate === aggregate)
      .flatMap(([type, policy]) => eventInputs(type, policy, world)),
    ...OUTSIDE_COMMANDS.filter((outside) => outside.service === service.name && outside.aggregate === aggregate).map(
      ({ name, command }): Input => ({ cause: { kind: 'request', name }, command, world }),
    ),
    ...service.timers
      .filter(({ name }) => name in world.owed)
      .map(
        ({ name, command }): Input => ({
          cause: { kind: 'timer', name },
          command: command(SAMPLE.orderId),
          world: settle(world, name),
        }),
      ),
    ...service.effects.filter(({ name }) => name in world.owed).flatMap((effect) => answerInputs(effect, world)),
  ]
}

const eventInputs = (type: string, policy: Service['policies'][string], world: World): Input[] =>
  VARIANTS.map((data) => ({
    cause: { kind: 'event', name: type },
    command: policy.command(data, SAMPLE),
    world,
  }))

function answerInputs({ name, command, refused }: Service['effects'][number], world: World): Input[] {
  const request = world.owed[name] ?? {}
  const settled = { world: settle(world, name) }
  const answers = (ANSWERS[name] ?? []).map(
    (answer): Input => ({
      cause: { kind: 'answer', name: `${name}: ${answer.status}` },
      command: command(answer, request),
      ...settled,
    }),
  )
  if (!refused) return answers
  const cause = { kind: 'answer', name: `${name}: refused for good` } as const
  return [...answers, { cause, command: refused('the request is not valid', request), ...settled }]
}
