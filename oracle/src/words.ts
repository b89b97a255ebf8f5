import type { Violation } from './facts.ts'

/** A violation and the ids to look it up, in one line. */
export function wordsOf({ what, ids }: Violation): string {
  const names = Object.entries(ids).map(([name, id]) => `${name} ${id}`)
  return names.length === 0 ? what : `${what}  (${names.join(', ')})`
}
