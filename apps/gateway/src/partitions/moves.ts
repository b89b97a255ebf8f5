import { movesOf, SCHEMES } from '@bistro/client/partitions'
import type { Moves } from '../contract/index.ts'

const KEYS = Array.from({ length: 10_000 }, (_, number) => `reservation-${number}`)

/** The share of keys that have another partition when their number changes: by remainder, and on a ring. */
export const sharesOf = (from: number, to: number): Moves => ({
  from,
  to,
  modulo: movesOf(KEYS, SCHEMES.modulo, from, to).moved,
  consistent: movesOf(KEYS, SCHEMES.ring, from, to).moved,
})
