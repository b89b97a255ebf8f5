import { isDeepStrictEqual } from 'node:util'
import type { Row } from '@bistro/kit'

/** Compares two rows. The order of their fields does not matter; null and undefined count as absent. */
export const isSame = (one: unknown, other: unknown): boolean =>
  isDeepStrictEqual(one, other) || canonical(one) === canonical(other)

function canonical(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part) ? sorted(part) : part,
  )
}

const sorted = (part: object): object =>
  Object.fromEntries(
    Object.entries(part)
      .filter(([, value]) => value !== null && value !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  )

/** The fields in which two rows differ; of what they hold, numbers alone: a text may be a guest's. */
export function fieldsThatDiffer(expected: Row, found: Row): string {
  const fields = new Set([...Object.keys(expected), ...Object.keys(found)])
  return [...fields]
    .filter((field) => !isSame(expected[field], found[field]))
    .map((field) => {
      const [is, was] = [found[field], expected[field]]
      return typeof is === 'number' && typeof was === 'number' ? `${field} (${is}, replayed ${was})` : field
    })
    .join(', ')
}
