import type { Invariant, PublicationFault, Violation } from '../facts.ts'

const NUMBER = 7

/** What is stored is what is published: the same events, no gap, no extra. */
export const published: Invariant = {
  number: NUMBER,
  name: 'what is stored is what is published',
  check: ({ publication }) => publication.map(publicationViolation),
}

export function publicationViolation(found: PublicationFault): Violation {
  const { service, fault, stream, version, detail, type = 'an event', reservationId } = found
  const what = `${WORDS[fault](type)}${detail && `: ${detail}`}`
  return {
    invariant: NUMBER,
    what,
    ids: { ...(reservationId && { reservationId }), service, stream, version: String(version) },
  }
}

const WORDS: Readonly<Record<PublicationFault['fault'], (type: string) => string>> = {
  gap: (type) => `${type} leaves a gap in its stream`,
  missing: (type) => `${type} is stored but was never published: no other service can read it`,
  extra: (type) => `${type} is published but was never stored: other services act on an event that never happened`,
  private: (type) => `${type} is private, but was published: no reader of the topic knows it`,
  different: (type) => `${type} is stored and published differently`,
  stray: () => 'malformed record: its headers do not identify an event of this service',
}
