import type { Invariant } from '../facts.ts'

const NUMBER = 8

/** Every view, and every state kept beside the events, equals its replay from the beginning. */
export const views: Invariant = {
  number: NUMBER,
  name: 'every view equals its replay',
  check: ({ differences }) =>
    differences.map(({ service, table, key, detail }) => ({
      invariant: NUMBER,
      what: `${service}.${table} differs from its replay: ${detail}`,
      ids: { key },
    })),
}
