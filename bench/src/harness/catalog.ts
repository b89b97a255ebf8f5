import { readFileSync } from 'node:fs'
import { join } from 'node:path'

const WORKSPACE = join(import.meta.dirname, '..', '..', '..', 'pnpm-workspace.yaml')

/** Versions of packages as the workspace names them. */
export function catalogVersions(...names: readonly string[]): Record<string, string> {
  const lines = readFileSync(WORKSPACE, 'utf8')
    .split('\n')
    .map((line) => line.trim().replaceAll('"', ''))
  return Object.fromEntries(
    names.map((name) => [name, lines.find((line) => line.startsWith(`${name}: `))?.slice(name.length + 2) ?? '?']),
  )
}
