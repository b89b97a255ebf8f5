import type { Row } from '@bistro/kit'

/** Equal for equal rows, however their fields are ordered; a field without a value is as good as none. */
export function canonical(value: unknown): string {
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

/** The fields in which two rows differ, without what they hold: it may be a guest's. */
export function fieldsThatDiffer(expected: Row, found: Row): string {
  const fields = new Set([...Object.keys(expected), ...Object.keys(found)])
  return [...fields].filter((field) => canonical(expected[field]) !== canonical(found[field])).join(', ')
}
