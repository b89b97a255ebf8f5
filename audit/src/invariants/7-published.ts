import type { Invariant } from '../facts.ts'

/** What is stored is what is published: the same events, no gap, no extra. */
export const published: Invariant = {
  number: 7,
  name: 'what is stored is what is published',
  check: ({ publication }) =>
    publication.map(({ service, fault, stream, version, detail }) => ({
      invariant: published.number,
      what: `${WORDS[fault]}${detail && `: ${detail}`}`,
      ids: { service, stream, version: String(version) },
    })),
}

const WORDS = {
  gap: 'its stream has a gap in the store',
  missing: 'stored, not pending to the topic any more, and not on it',
  extra: 'on the topic, but not stored',
  different: 'stored and published differently',
  stray: 'a record whose headers do not say which event of this service it is',
} as const
