import type { RecordSchema } from '../avro.ts'
import { encodeBody } from './body.ts'
import type { Contract } from './contract.ts'
import type { EventVersions, Fixture } from './fixtures.ts'
import type { Made } from './freeze.ts'
import { needFaults } from './needs.ts'

/**
 * What a service breaks: golden bytes that it no longer makes, changed fixtures, and needs of its consumers.
 * Each fault is a sentence that says what to do.
 */
export function producerFaults(contract: Contract, owner: string, made: Made): string[] {
  return [
    ...contract.events.filter((event) => event.owner === owner).flatMap((event) => goldenFaults(contract, event, made)),
    ...contract.touched.filter((fault) => fault.owner === owner).map(({ text }) => text),
    ...removed(contract, owner),
    ...needFaults(contract)
      .filter(({ producer }) => producer === owner)
      .map(({ text }) => text),
  ]
}

function goldenFaults(
  { fixtures, consumers }: Contract,
  { owner, type, versions }: EventVersions,
  made: Made,
): string[] {
  const version = versions.length
  const fixture = fixtures.find((one) => one.type === type && one.version === version)
  const data = made[type]
  if (!data) return [`${owner}: ${type}: no example in services/${owner}/test/contract/examples.ts makes it.`]
  if (!fixture) return [`${owner}: ${type} v${version} has no fixture. Type: npm run generate`]
  const why = difference(fixture, data)
  return why ? [`${owner}: ${type} v${version}: ${why} ${readersOf(consumers, type)} ${NEW_VERSION}`] : []
}

function readersOf(consumers: Contract['consumers'], type: string): string {
  const readers = Object.entries(consumers).flatMap(([consumer, needs]) =>
    needs[type] ? [`${consumer} (${needs[type].join(', ')})`] : [],
  )
  return `It is consumed by ${readers.join(', ') || 'nobody'}.`
}

const NEW_VERSION =
  'Restore it; or, if the event now says something else, add a version of its schema and type: npm run generate'

function difference({ schema, body, data: golden }: Fixture, data: object): string | undefined {
  try {
    if (encodeBody(schema, data).equals(body)) return undefined
  } catch (error) {
    return `what decide makes ${(error as Error).message}.`
  }
  const fields = differing(schema, golden, data)
  return `what decide makes differs from the golden bytes in ${fields.join(', ') || 'their encoding'}.`
}

const differing = ({ fields }: RecordSchema, golden: object, data: object): string[] =>
  fields.map(({ name }) => name).filter((name) => fieldOf(golden, name) !== fieldOf(data, name))

const fieldOf = (data: object, name: string): string => JSON.stringify((data as Record<string, unknown>)[name])

/** Removed events without consumers; consumed ones are reported as needs. */
const removed = ({ events, publishers, consumers }: Contract, owner: string): string[] =>
  Object.entries(publishers)
    .filter(([type, publisher]) => publisher === owner && !events.some((event) => event.type === type))
    .filter(([type]) => !Object.values(consumers).some((needs) => type in needs))
    .map(
      ([type]) => `${owner}: ${type} was published and stays on its topic, but its schema is gone: restore the schema.`,
    )
