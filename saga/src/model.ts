import { isEventType, ownerOf } from '@bistro/events'
import type { Service } from '@bistro/kit'
import { SERVICES, type ServiceName } from '@bistro/services'
import { INFORMATIONAL, NO_STEPS, STEPS, type Step } from './declared.ts'
import { explore, type Reaction } from './explore/explore.ts'
import type { Cause } from './explore/inputs.ts'

/** All that is known of the saga: definitions, what they were seen to do, what was declared, and the tests' text by path. */
export interface Saga {
  readonly services: Readonly<Record<ServiceName, Service>>
  readonly reactions: readonly Reaction[]
  readonly steps: readonly Step[]
  readonly noSteps: Readonly<Record<string, string>>
  readonly informational: Readonly<Record<string, string>>
  readonly tests: ReadonlyMap<string, string>
}

export function readSaga(services: Readonly<Record<ServiceName, Service>>, tests: ReadonlyMap<string, string>): Saga {
  const reactions = SERVICES.flatMap((name) => explore(services[name]))
  return { services, reactions, tests, steps: STEPS, noSteps: NO_STEPS, informational: INFORMATIONAL }
}

/** Who does something at an event: by a policy, or by rows of a view. */
export function consumersOf({ services }: Saga, type: string): string[] {
  return Object.values(services).flatMap(({ name, policies, views }) => {
    const rows = views.filter((view) => type in view.on).map((view) => `${name} (view ${view.name})`)
    return type in policies ? [name, ...rows] : rows
  })
}

export const publishersOf = ({ reactions }: Saga, type: string): string[] => [
  ...new Set(
    reactions.filter(({ events }) => events.some((event) => event.type === type)).map(({ service }) => service),
  ),
]

/** What leads to an event; after certain others of its stream, where `after` names one. */
export function causesOf({ reactions }: Saga, type: string, after?: string): Cause[] {
  const leading = reactions.filter((reaction) => leadsTo(reaction, type, after))
  return [...new Map(leading.map(({ cause }) => [`${cause.kind} ${cause.name}`, cause])).values()]
}

function leadsTo({ before, events }: Reaction, type: string, after: string | undefined): boolean {
  const at = events.findIndex((event) => event.type === type)
  if (at < 0) return false
  return after === undefined || before.includes(after) || events.slice(0, at).some((event) => event.type === after)
}

/** Tests of its service, or of the whole, that name a step together with one of its undos, where it has any. */
export function testsOf(saga: Saga, { event, undo }: Step): string[] {
  const pairs = typeof undo === 'string' ? [[event]] : undo.map((name) => [event, name])
  const elsewhere = SERVICES.filter((name) => name !== ownerOf(event)).map((name) => `services/${name}/`)
  const near = [...saga.tests].filter(([path]) => !elsewhere.some((folder) => path.startsWith(folder)))
  return near
    .filter(([, text]) => pairs.some((names) => names.every((name) => isNamed(text, name))))
    .map(([path]) => path)
}

const isNamed = (text: string, name: string): boolean => new RegExp(`\\b${name}\\b`).test(text)

export const wordsOf = ({ kind, name }: Cause): string => {
  if (kind === 'event') return isEventType(name) ? name : `${name}?`
  return kind === 'timer' ? `timer ${name}` : name
}
