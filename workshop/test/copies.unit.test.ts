import { execFileSync } from 'node:child_process'
import { appendFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ROOT } from '@bistro/stack/paths'
import { afterAll, expect, test } from 'vitest'
import { labNumbered, prepareCopy, renewCopy } from '../src/index.ts'

const place = mkdtempSync(join(tmpdir(), 'bistro-copies-'))
const found = await labNumbered(1)
const PATH = 'services/payment/src/service.ts'

afterAll(() => rmSync(place, { recursive: true, force: true }))

/** Where modules come from that a file of the copy imports. */
function resolvedIn(folder: string, ...modules: readonly string[]): string[] {
  const script = `console.log(JSON.stringify(${JSON.stringify(modules)}.map((name) => import.meta.resolve(name))))`
  const args = ['--input-type=module', '--eval', script]
  return JSON.parse(execFileSync(process.execPath, args, { cwd: folder, encoding: 'utf8' })) as string[]
}

test('a copy loads its own sources, and the packages that the clone has installed', () => {
  const { paths, is } = prepareCopy(place, found)
  expect(is).toBe('new')
  const [kit = '', pg = ''] = resolvedIn(join(paths.root, 'workshop'), '@bistro/stack', 'pg')
  expect(kit).toBe(`file://${paths.root}/stack/src/index.ts`)
  expect(pg).toContain(`file://${ROOT}/node_modules/.pnpm/`)
  expect(existsSync(join(paths.root, 'workshop', 'labs', found.name, 'README.md'))).toBe(true)
  expect(existsSync(join(paths.root, 'workshop', 'labs', found.name, 'verify.ts'))).toBe(false)
  expect(prepareCopy(place, found)).toMatchObject({ is: 'resumed', changed: [], isOld: false })
})

test('work is gone on with, and kept where a new copy takes its place', () => {
  const { paths } = prepareCopy(place, found)
  appendFileSync(join(paths.root, PATH), '// mine\n')
  writeFileSync(join(paths.root, 'services', 'payment', 'notes.md'), 'mine\n')
  const changed = ['services/payment/notes.md', PATH]
  expect(prepareCopy(place, found)).toMatchObject({ is: 'resumed', changed })
  const { keptIn = '', is } = renewCopy(place, found)
  expect(is).toBe('new')
  expect(readFileSync(join(keptIn, PATH), 'utf8')).toMatch(/\/\/ mine\n$/)
  expect(readFileSync(join(paths.root, PATH), 'utf8')).toBe(readFileSync(join(ROOT, PATH), 'utf8'))
})

test('a copy without work is made anew, and nothing is kept', () => {
  prepareCopy(place, found)
  expect(renewCopy(place, found)).not.toHaveProperty('keptIn')
})

test('what somebody else has put in its place is kept', () => {
  const { paths } = prepareCopy(place, found)
  rmSync(paths.own, { recursive: true })
  const { keptIn = '' } = prepareCopy(place, found)
  expect(existsSync(join(keptIn, 'package.json'))).toBe(true)
})
