import { SAMPLE } from '@bistro/events/contract'
import type { AnyCommand, Service } from '@bistro/kit'
import { type Fixture, settle, TAKEN } from '@bistro/kit/testing'
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
  /** The fixture in which the command runs. */
  readonly fixture: Fixture
}

/** Everything that may come to one aggregate in one fixture. */
export function inputsOf(service: Service, aggregate: string, fixture: Fixture): Input[] {
  return [
    ...Object.entries(service.policies)
      .filter(([, policy]) => policy.aggregate === aggregate)
      .flatMap(([type, policy]) => eventInputs(type, policy, fixture)),
    ...OUTSIDE_COMMANDS.filter((outside) => outside.service === service.name && outside.aggregate === aggregate).map(
      ({ name, command }): Input => ({ cause: { kind: 'request', name }, command, fixture }),
    ),
    ...service.timers
      .filter(({ name }) => name in fixture.pending)
      .map(
        ({ name, command }): Input => ({
          cause: { kind: 'timer', name },
          command: command(SAMPLE.orderId),
          fixture: settle(fixture, name),
        }),
      ),
    ...service.effects.filter(({ name }) => name in fixture.pending).flatMap((effect) => answerInputs(effect, fixture)),
  ]
}

const eventInputs = (type: string, policy: Service['policies'][string], fixture: Fixture): Input[] =>
  VARIANTS.map((data) => ({
    cause: { kind: 'event', name: type },
    command: policy.command(data, SAMPLE, TAKEN),
    fixture,
  }))

function answerInputs({ name, command, refused }: Service['effects'][number], fixture: Fixture): Input[] {
  const request = fixture.pending[name] ?? {}
  const settled = { fixture: settle(fixture, name) }
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
