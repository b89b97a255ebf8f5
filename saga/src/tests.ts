import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const PLACES = ['services/*/{src,test}/**/*.test.ts', 'e2e/journeys/**/*.test.ts', 'simulation/**/*.test.ts']

/** The text of every test that may show a step, by its path from the root. */
export function readTests(root: string): ReadonlyMap<string, string> {
  const paths = PLACES.flatMap((pattern) =>
    globSync(pattern, { cwd: root, exclude: (path) => path.includes('node_modules') }),
  )
  return new Map(paths.sort().map((path) => [path, readFileSync(join(root, path), 'utf8')]))
}
