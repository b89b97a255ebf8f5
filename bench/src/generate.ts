import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { between } from '@bistro/saga/markers'
import { BENCHES } from './benches/index.ts'
import { ratiosOf } from './benches/peers/ratios.ts'
import { measurements } from './harness/pages.ts'
import { filesOf } from './harness/render.ts'
import { readResult } from './harness/result.ts'

const ROOT = join(import.meta.dirname, '..', '..')

const kept = BENCHES.flatMap(({ about }) => {
  const result = readResult(about.name)
  return result ? [{ about, result }] : []
})
const files = new Map<string, string>()
for (const { about, result } of kept)
  for (const [path, content] of await filesOf(about, result)) files.set(path, content)
files.set(join(ROOT, 'docs', 'measurements.md'), measurements(kept))
const readme = join(ROOT, 'README.md')
const peers = readResult('peers')
if (peers) files.set(readme, between('README.md', readFileSync(readme, 'utf8'), 'ratios', ratiosOf(peers)))

const isCheck = process.argv.includes('--check')
for (const [path, content] of files) {
  if (existsSync(path) && readFileSync(path, 'utf8') === content) continue
  if (!isCheck) writeFileSync(path, content)
  else {
    console.error(`${relative(ROOT, path)} does not match bench/results. Type: npm run generate`)
    process.exitCode = 1
  }
}
