import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { identify } from '../src/process/identity.ts'

const dataDir = mkdtempSync(join(tmpdir(), 'bistro-cli-'))
const LAUNCHER = join(import.meta.dirname, '..', 'bin', 'bistro.mjs')

afterAll(() => rmSync(dataDir, { recursive: true, force: true }))

function type(...args: string[]): { status: number | null; output: string } {
  const env = { ...process.env, BISTRO_DATA_DIR: dataDir, NO_COLOR: '1' }
  const { status, stdout, stderr } = spawnSync(process.execPath, [LAUNCHER, ...args], { env, encoding: 'utf8' })
  return { status, output: stdout + stderr }
}

describe('the command line', () => {
  it.each([
    [['sart']],
    [[]],
    [['start', '--exti']],
    [['stack']],
    [['stack', 'kill', 'nobody']],
    [['demo', '1']],
    [['saga']],
    [['saga', 'last']],
    [['saga', '--open', 'all']],
    [['tail', 'ordr']],
  ])('explains itself when it does not understand %j', (args) => {
    const { status, output } = type(...args)
    expect(status).toBe(2)
    expect(output).toContain('Usage:')
  })

  it.each([
    [['connect']],
    [['stack', 'status']],
    [['stack', 'kill', 'payment']],
    [['saga', '--open']],
    [['tail', 'order']],
  ])('needs a stack for %j', (args) => {
    const { status, output } = type(...args)
    expect(status).toBe(1)
    expect(output).toMatch(/Type: npm start/)
  })

  it('starts no second stack and wipes no data while one runs', () => {
    const record = { ...identify(process.pid), portBase: 4000, children: [] }
    writeFileSync(join(dataDir, 'stack.lock'), JSON.stringify(record))
    expect(type('start')).toMatchObject({
      status: 1,
      output: expect.stringContaining(`already running (pid ${process.pid})`),
    })
    expect(type('reset')).toMatchObject({ status: 1, output: expect.stringContaining('already running') })
    rmSync(join(dataDir, 'stack.lock'))
  })

  it('wipes nothing that is not its own', () => {
    expect(type('reset')).toMatchObject({
      status: 1,
      output: expect.stringContaining('does not look like the data of a stack'),
    })
  })
})
