import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { bin, ROOT } from '@bistro/stack/paths'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

const MINUTES = 60_000

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'bistro-taken-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

function run(cwd: string, program: string, ...args: string[]): string {
  const path = `${dirname(process.execPath)}:${process.env.PATH}`
  const env = { ...process.env, PATH: path, CI: 'true', NO_COLOR: '1', VITEST: undefined, NODE_ENV: undefined }
  const { status, stdout, stderr } = spawnSync(program, args, { cwd, env, encoding: 'utf8' })
  if (status !== 0) throw new Error(`${[program, ...args].join(' ')} ended with ${status}:\n${stdout}${stderr}`)
  return stdout + stderr
}

const copy = (what: string, to: string) => run(ROOT, bin('node'), 'cli/src/main.ts', 'new', 'copy', what, to)

describe('taken out of this repository', () => {
  it.each([
    ['payment', ['libs/kit/test/writer', 'services/payment', 'libs/events/test/codec']],
    ['kit', ['libs/kit/test/writer', 'libs/kit/test/step']],
  ])(
    '%s keeps its types and its tests',
    (what, tests) => {
      const target = join(folder, 'ours')
      const said = copy(what, target)
      const { config } = JSON.parse(readFileSync(join(target, 'package.json'), 'utf8'))
      expect(said).toContain(`npx --yes ${config.installer} install`)
      run(target, 'npx', '--yes', config.installer, 'install', '--no-frozen-lockfile', '--prefer-offline')
      run(target, join(target, 'node_modules/.bin/tsc'))
      const passed = run(target, join(target, 'node_modules/.bin/vitest'), 'run', '--project', 'unit', ...tests)
      expect(passed).toMatch(/Tests .*passed/)
      expect(existsSync(join(target, 'services/order'))).toBe(false)
    },
    5 * MINUTES,
  )

  it.each([
    ['kitchen', 'ours', "There is no 'kitchen' to copy"],
    ['kit', ROOT, 'is in this clone'],
    ['kit', join(ROOT, 'ours'), 'is in this clone'],
    ['kit', '.', 'is not empty'],
  ])('%s into %s is refused', (what, to, why) => {
    copy('kit', join(folder, 'full'))
    expect(() => copy(what, to === '.' ? join(folder, 'full') : to === 'ours' ? join(folder, to) : to)).toThrow(why)
  })
})
