import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { ownerOf } from '@bistro/events'
import { ROOT } from '@bistro/stack/paths'
import { UsageError } from '../terminal/arguments.ts'
import { Changes } from './changes.ts'
import type { Made } from './made.ts'
import { capitalised, inCamelCase, knownEvents, knownService, namesIn, newViewName, type ReadEvent } from './names.ts'
import { listed, render } from './templates.ts'

/** A view of a service: its rows, its table, and what the service has to read for it. */
export function newView(wanted: string | undefined, view: string, reads: string | undefined): Made {
  const service = knownService(wanted)
  const name = newViewName(view)
  const events = knownEvents(namesIn(reads))
  if (events.length === 0) throw new UsageError('Say what its rows are made of: --reads OrderDelivered, for example.')
  const isOwn = events.every(({ type }) => ownerOf(type) === service)
  if (!isOwn && events.some(({ type }) => ownerOf(type) === service))
    throw new UsageError(`A view is made of ${service}'s own events, or of those of others.`)
  const changes = new Changes()
  const folder = `services/${service}`
  const variable = inCamelCase(name)
  const file = name.replaceAll('_', '-')
  const values = { name, variable, Row: `${capitalised(variable)}Row`, isOwn, reads: listed(events) }
  changes.add(`${folder}/src/domain/views/${file}.ts`, render('view/view.ts', values))
  changes.add(`${folder}/migrations/${nextNumber(folder)}_${name}.sql`, render('view/migration.sql', values))
  changes.insertBefore(
    `${folder}/src/service.ts`,
    /\n\n\/\*\*/,
    `\nimport { ${variable} } from './domain/views/${file}.ts'`,
  )
  changes.insertAfter(`${folder}/src/service.ts`, /views: \[/, `${variable}, `)
  const known = isOwn ? [] : readThem(changes, folder, name, events)
  return { kind: 'view', changes, left: leftOf(folder, file, known) }
}

function nextNumber(folder: string): string {
  const path = join(ROOT, folder, 'migrations')
  const last = existsSync(path) ? Math.max(0, ...readdirSync(path).map((file) => Number.parseInt(file, 10))) : 0
  return String(last + 1).padStart(4, '0')
}

/** @returns those that the service reads already: what comes of them, its contract test says */
function readThem(changes: Changes, folder: string, view: string, events: readonly ReadEvent[]): readonly ReadEvent[] {
  const consumes = `${folder}/src/domain/consumes.ts`
  const service = `${folder}/src/service.ts`
  const cases = `${folder}/test/contract/consumed.unit.test.ts`
  const isKnown = ({ type }: ReadEvent) => new RegExp(`^  ${type}:`, 'm').test(changes.read(consumes))
  const known = events.filter(isKnown)
  for (const { type, id } of events.filter((event) => !known.includes(event))) {
    changes.insertBefore(consumes, /\} as const satisfies/, `  ${type}: ['${id}'],\n`)
    const row = `{ streamId: String(Object.values(goldenOf('${type}'))[0]), lastEvent: '${type}' }`
    changes.insertBefore(cases, /\}\n\ndescribe\.each/, `  ${type}: { leadsTo: { rows: { ${view}: ${row} } } },\n`)
    const topic = `topics.${ownerOf(type)}`
    if (
      !changes.read(service).includes(`${topic},`) &&
      !new RegExp(`subscribes: .*${topic}\\b`).test(changes.read(service))
    )
      changes.insertAfter(service, /subscribes: \[/, `${topic}, `)
  }
  if (known.length < events.length && !changes.read(cases).includes('const goldenOf'))
    changes.insertBefore(
      cases,
      /\nconst cases/,
      '\nconst goldenOf = (wanted: string) => readContract().fixtures.find(({ type }) => type === wanted)?.data ?? {}\n',
    )
  return known
}

const leftOf = (folder: string, file: string, known: readonly ReadEvent[]): string[] => [
  `${folder}/src/domain/views/${file}.ts   what its rows say, and its table in migrations`,
  ...known.map(
    ({ type, id }) =>
      `${folder}/test/contract/consumed.unit.test.ts   ${type} is read already: its case gets the row (and ${id} is a field of consumes.ts)`,
  ),
  `${folder}/src/http   a route that shows it; then: npm run generate -- --release`,
]
