import type { Invariant } from '../facts.ts'

/** Every view, and every state kept beside the events, equals its replay from the beginning. */
export const views: Invariant = {
  number: 8,
  name: 'every view equals its replay',
  check: ({ differences }) =>
    differences.map(({ service, table, key, detail }) => ({
      invariant: views.number,
      what: `${service}.${table}: ${detail}`,
      ids: { key },
    })),
}
