import { ownerOf } from '@bistro/events'
import { portOffset, SERVICES } from '@bistro/services'
import { UsageError } from '../terminal/arguments.ts'
import { Changes } from './changes.ts'
import { declareEvent } from './event.ts'
import { enterInLockfile } from './installed.ts'
import type { Made } from './made.ts'
import { capitalised, knownEvents, namesIn, newEventName, newServiceName } from './names.ts'
import { listed, renderAll } from './templates.ts'

/** Above the base: services have these, those of a team the last three. */
const PORTS = [1, 2, 3, 4, 5, 6, 7, 8, 9]
const REGISTRY = 'services/registry.ts'

export interface Wish {
  readonly name: string
  readonly reads?: string
  readonly publishes?: string
}

/** A service that reads, and one that publishes as well: its folder, its line in the list, its events. */
export function newService(wish: Wish): Made {
  const name = newServiceName(wish.name)
  const reads = knownEvents(namesIn(wish.reads))
  if (reads.length === 0) throw new UsageError('Say what it reads: --reads OrderDelivered, for example.')
  const publishes = namesIn(wish.publishes).map(newEventName)
  const changes = new Changes()
  const values = valuesOf(name, reads, publishes)
  for (const folder of ['service', ...(publishes.length > 0 ? ['publisher'] : [])])
    for (const [path, text] of renderAll(folder, values)) changes.add(`services/${name}/${path}`, text)
  changes.insertBefore(REGISTRY, /\} as const satisfies/, `  ${name}: { port: ${freePort()} },\n`)
  for (const type of publishes) declareEvent(changes, { owner: name, type, id: values.ownId })
  const link = enterInLockfile(changes, name)
  return { kind: 'service', changes, left: leftOf(name, publishes), link }
}

function freePort(): number {
  const taken = SERVICES.map(portOffset)
  const port = PORTS.find((one) => !taken.includes(one))
  if (port === undefined)
    throw new UsageError(
      `No port is free: ${PORTS[0]} to ${PORTS.at(-1)} are taken (${REGISTRY}). Take a service away first.`,
    )
  return port
}

function valuesOf(name: string, reads: ReturnType<typeof knownEvents>, publishes: readonly string[]) {
  const events = publishes.map((type, index) => ({ type, commands: publishes.slice(0, index + 1) }))
  return {
    name,
    Name: capitalised(name),
    ownId: `${name}Id`,
    reads: listed(reads),
    firstRead: reads[0]?.type,
    owners: [...new Set(reads.map(({ type }) => ownerOf(type)))],
    publishes: listed(events),
    firstPublished: publishes[0],
    isPublisher: publishes.length > 0,
  }
}

const leftOf = (name: string, publishes: readonly string[]): string[] => [
  `services/${name}/README.md                     what it is for`,
  `services/${name}/src/domain/consumes.ts        the fields that it needs, beside the stream's id`,
  `services/${name}/src/domain/views/heard.ts     what it has to know, and its table in migrations/0001_views.sql`,
  `services/${name}/src/http/routes.ts            its routes; then: npm run generate -- --release`,
  ...(publishes.length > 0
    ? [
        `services/${name}/src/domain/policies.ts        what it does at an event`,
        `services/${name}/src/domain/record/index.ts    what it decides`,
        `libs/events/schemas/${name}/*/v1.avsc          what its events say, before anybody has published one (see libs/events/README.md)`,
        'saga/src/declared.ts                   what they are to the saga, and for whom',
      ]
    : []),
  `services/${name}/test/contract                 its examples and cases, as all of this changes`,
]
