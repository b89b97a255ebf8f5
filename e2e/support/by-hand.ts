import { expect } from 'vitest'
import type { Copy } from './copy-of-clone.ts'

/** What follows from other files, as `npm run generate` and the installation make it. */
const FOLLOWS =
  /^(docs\/(saga|events|asyncapi)\/|libs\/events\/(src\/generated|consumers|fixtures)\/|libs\/client\/src\/generated\/|libs\/events\/schemas\/\w+\.json$|services\/\w+\/openapi|infra\/(.*\.yml|\.env|README\.md)$|docs\/operations\/README\.md$|README\.md$|services\/(?!loyalty\b)\w+\/README\.md$)/

/** The files of a copy that differ from what they were. */
export const changedSince = (copy: Copy, before: ReadonlyMap<string, string>): string[] => {
  const now = copy.files()
  return [...new Set([...before.keys(), ...now.keys()])].filter((path) => before.get(path) !== now.get(path)).sort()
}

/** Those of them that somebody had to write: the others are put back, and made again. */
export function byHand(copy: Copy, before: ReadonlyMap<string, string>): string[] {
  const made = copy.files()
  const changed = changedSince(copy, before).filter((path) => path !== 'pnpm-lock.yaml')
  const follows = changed.filter((path) => FOLLOWS.test(path))
  copy.restore(follows, before)
  copy.run('generate')
  expect(changedSince(copy, made)).toEqual([])
  return changed.filter((path) => !follows.includes(path))
}
