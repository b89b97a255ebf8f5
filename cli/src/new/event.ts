import { globSync } from 'node:fs'
import { eventTypes, isOwner, ownerOf, owners, schemaOf } from '@bistro/events'
import { ROOT } from '@bistro/stack/paths'
import { UsageError } from '../terminal/arguments.ts'
import { Changes } from './changes.ts'
import type { Made } from './made.ts'
import { newEventName } from './names.ts'
import { render } from './templates.ts'

const DECLARED = 'saga/src/declared.ts'

interface NewEvent {
  readonly owner: string
  readonly type: string
  /** The field that names its stream. */
  readonly id: string
}

/** An event of a service that publishes already: its schema, its place in the saga, and what keeps the types whole. */
export function newEvent(owner: string, name: string): Made {
  if (!isOwner(owner))
    throw new UsageError(`'${owner}' publishes nothing; ${owners.join(', ')} do. A new service: npm run new -- service`)
  const type = newEventName(name)
  const changes = new Changes()
  declareEvent(changes, { owner, type, id: usualId(owner) })
  const folds = globSync(`services/${owner}/src/domain/*/evolve.ts`, { cwd: ROOT })
  return { kind: 'event', changes, left: leftOf(owner, type, folds) }
}

/** The contract's part of an event. */
export function declareEvent(changes: Changes, event: NewEvent): void {
  const { owner, type } = event
  changes.add(`libs/events/schemas/${owner}/${type}/v1.avsc`, render('event/v1.avsc', { ...event }))
  changes.insertAfter(DECLARED, /NO_STEPS: .*\{\n/, `  ${type}: 'belongs to no saga',\n`)
  changes.insertAfter(DECLARED, /INFORMATIONAL: .*\{\n/, `  ${type}: 'nobody reads it yet',\n`)
}

/** Of most of the owner's events. */
function usualId(owner: string): string {
  const ids = eventTypes.filter((type) => ownerOf(type) === owner).map((type) => schemaOf(type).fields[0]?.name ?? '')
  const counts = [...Map.groupBy(ids, (id) => id)].sort(([, one], [, other]) => other.length - one.length)
  return counts[0]?.[0] ?? ''
}

const leftOf = (owner: string, type: string, folds: readonly string[]): string[] => [
  `libs/events/schemas/${owner}/${type}/v1.avsc   its fields, before anybody has published one (see libs/events/README.md)`,
  `services/${owner}/src/domain                   the command that leads to it, and the decision`,
  ...folds.map((fold) => `${fold}   what it changes`),
  `services/${owner}/test/contract/examples.ts    how it comes about; then: npm run generate`,
  `${DECLARED}                    what it is to the saga, and for whom`,
  'of a consumer: its consumes.ts, policies.ts or a view, and test/contract/consumed.unit.test.ts',
]
