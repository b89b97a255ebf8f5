import type { Breach } from './breach.ts'
import { compare } from './compatibility.ts'
import { readSubjects, type Subject } from './versions.ts'

/** A version of an event that is incompatible with an earlier one. */
export interface Incompatibility {
  readonly subject: Subject
  readonly version: number
  readonly with: number
  readonly breach: Breach
}

/** Compares every version of every event with all earlier ones, offline: FULL_TRANSITIVE. */
export const incompatibilities = (subjects: readonly Subject[] = readSubjects()): Incompatibility[] =>
  subjects.flatMap((subject) =>
    subject.versions.flatMap((newer, index) =>
      subject.versions
        .slice(0, index)
        .flatMap((older, before) =>
          compare(older, newer).map((breach) => ({ subject, version: index + 1, with: before + 1, breach })),
        ),
    ),
  )

/** Names the event, the rule, the field, the consumers, and what to do instead. */
export function describe(fault: Incompatibility, consumersOf: (type: string) => readonly string[]): string {
  const { subject, version, breach } = fault
  return `${subject.owner} publishes ${subject.type} on ${subject.topic}: ${rule(breach, `version ${version}`, `version ${fault.with}`)} ${readers(consumersOf(subject.type))} ${breach.instead}`
}

export const rule = ({ rule, field, what }: Breach, newer: string, older: string): string =>
  `${newer} is incompatible with ${older}: ${rule}${field && ` (${field})`}: ${what}.`

const readers = (consumers: readonly string[]): string =>
  consumers.length > 0 ? `It is read by ${consumers.join(', ')}.` : 'No service of this project reads it.'

export { readSubjects, type Subject }
