import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { identify } from '../../stack/src/process/identity.ts'
import { COMMANDS, expectToExplain, isProgram, type Typed } from './typed.ts'

const dataDir = mkdtempSync(join(tmpdir(), 'bistro-cli-'))
const LAUNCHER = join(import.meta.dirname, '..', 'bin', 'bistro.mjs')

afterAll(() => rmSync(dataDir, { recursive: true, force: true }))

function type(...args: string[]): Typed {
  const env = { ...process.env, BISTRO_DATA_DIR: dataDir, NO_COLOR: '1' }
  const { status, stdout, stderr } = spawnSync(process.execPath, [LAUNCHER, ...args], { env, encoding: 'utf8' })
  return { status, output: stdout + stderr }
}

describe('the command line as a program', () => {
  it('explains itself when it does not know what is typed, and starts nothing', () => {
    const { status, output } = type('sart')
    expect(status).toBe(2)
    expect(output).toMatch(/^Unknown command 'sart'\.\n\nUsage:\n/)
  })

  it.each(COMMANDS.filter(isProgram))(
    'explains %s when asked to, and refuses what it does not know',
    async (name, typed) => {
      await expectToExplain(name, typed, type)
      expect(readdirSync(dataDir)).toEqual([])
    },
  )

  it('starts no second stack and deletes no data while one runs', () => {
    const record = { ...identify(process.pid), portBase: 4000, children: [] }
    writeFileSync(join(dataDir, 'stack.lock'), JSON.stringify(record))
    expect(type('start')).toMatchObject({
      status: 1,
      output: expect.stringContaining(`already running (pid ${process.pid})`),
    })
    expect(type('reset')).toMatchObject({ status: 1, output: expect.stringContaining('already running') })
    rmSync(join(dataDir, 'stack.lock'))
  })

  it('deletes nothing that is not its own', () => {
    expect(type('reset')).toMatchObject({
      status: 1,
      output: expect.stringContaining('does not look like the data directory of a stack'),
    })
  })
})
