import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

const ROOT = join(import.meta.dirname, '..', '..')
/** `--check`: nothing is written. */
export const isCheck = process.argv.includes('--check')

/** Writes a file that follows from `source`; with `--check`, says where it does not. @returns whether all is well */
export function keep(path: string, source: string, render: (before: string) => string): boolean {
  const file = join(ROOT, path)
  const before = existsSync(file) ? readFileSync(file, 'utf8') : ''
  const after = render(before)
  if (before === after) return true
  if (isCheck) console.error(`${path} does not match ${source}. Type: npm run generate`)
  else {
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, after)
  }
  return !isCheck
}
