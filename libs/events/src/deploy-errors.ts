import type { Subject } from './versions.ts'

/** The registry refuses a schema; nothing of this deployment was registered. */
export class SchemaRejected extends Error {
  override readonly name = 'SchemaRejected'
  readonly subject: string
  /** The event of the schema. */
  readonly type: string

  constructor({ name, type }: Subject, reasons: readonly string[]) {
    super(`The registry refuses the schema of ${name}. ${reasons.join(' ')}`)
    this.subject = name
    this.type = type
  }
}

/**
 * unknown-versions: it has versions that the repository lacks · other-ids: its ids differ · registered-again: a schema
 * was lost and registered again under another id.
 */
export type Contradiction = 'unknown-versions' | 'other-ids' | 'registered-again'

/** Registry and repository contradict each other; nothing of this deployment was registered. */
export class RegistryContradicts extends Error {
  override readonly name = 'RegistryContradicts'
  readonly contradiction: Contradiction
  readonly places: readonly string[]
  /** What deployment may be told to delete, as paths below `/subjects`. */
  readonly drop: readonly string[]

  constructor(contradiction: Contradiction, places: readonly string[], drop: readonly string[] = []) {
    super(`${SAYS[contradiction]}\n${listed(places)}\n${WHY[contradiction]}`)
    this.contradiction = contradiction
    this.places = places
    this.drop = drop
  }
}

const SAYS: Readonly<Record<Contradiction, string>> = {
  'unknown-versions': 'The registry has versions of schemas that this repository does not know:',
  'other-ids': 'The registry knows schemas by other ids than this repository:',
  'registered-again': 'The registry has lost schemas, and another program registered them again under other ids:',
}
const WHY: Readonly<Record<Contradiction, string>> = {
  'unknown-versions':
    'A later release, or someone with the password of deployment, registered them. If it was a later release, deploy that one.',
  'other-ids':
    'Messages carry these ids, so this version would read stored messages with the wrong schemas: they were ' +
    'written before ids were kept in libs/events/schemas/ids.json. Nothing is started on this data. ' +
    'If an id was never deployed, change it in that file to a free one.',
  'registered-again':
    'Events carry the ids of this repository. Dropping the other ids makes messages unreadable that other programs wrote under them.',
}

const MAX_LISTED = 5

function listed(places: readonly string[]): string {
  const more = places.length - MAX_LISTED
  const lines = places.slice(0, MAX_LISTED).map((place) => `  ${place}`)
  return [...lines, ...(more > 0 ? [`  and ${more} more`] : [])].join('\n')
}
