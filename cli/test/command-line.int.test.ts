import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { identify } from '../../stack/src/process/identity.ts'

const dataDir = mkdtempSync(join(tmpdir(), 'bistro-cli-'))
const LAUNCHER = join(import.meta.dirname, '..', 'bin', 'bistro.mjs')
const ROOT = join(import.meta.dirname, '..', '..')

/** Everything that package.json lets somebody type, as the launcher gets it. */
const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { scripts: Record<string, string> }
const COMMANDS = Object.entries(scripts).map(([name, script]) => [name, script.split(' ').slice(2)] as const)

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
    [['partitions']],
    [['partitions', 'add', 'bistro.order.v9', '12']],
    [['partitions', 'add', 'bistro.order.v1', '65']],
    [['partitions', 'where']],
  ])('explains itself when it does not know %j', (args) => {
    const { status, output } = type(...args)
    expect(status).toBe(2)
    expect(output).toContain('Usage:')
  })

  it.each(COMMANDS)('explains %s when asked to, starts nothing, and refuses what it does not know', (name, typed) => {
    expect(scripts[name]).toMatch(/^node cli\/bin\/bistro\.mjs /)
    const help = type(...typed, '--help')
    expect(help.output).toMatch(/^Usage:\n {2}npm /)
    expect(help.output).toContain(name === 'start' || name === 'test' ? `npm ${name}` : `npm run ${name}`)
    expect(help.output).toMatch(/^Options:\n {2}\S/m)
    expect(help.output).toMatch(/^Example:\n {2}\S/m)
    expect(help.status).toBe(0)
    const unknown = type(...typed, '--no-such-thing')
    expect(unknown.output).toMatch(/^Unknown argument '--no-such-thing'\.\n\nUsage:\n/)
    expect(unknown.status).toBe(2)
    expect(readdirSync(dataDir)).toEqual([])
  })

  it('lists every command when asked to', () => {
    const { status, output } = type('--help')
    expect(status).toBe(0)
    for (const [name] of COMMANDS) expect(output).toMatch(new RegExp(`npm (run )?${name}\\b`))
  })

  it.each([
    ['--card', 'tok_slw', "Unknown card 'tok_slw'. Cards: tok_ok, "],
    ['--hold', '0', "--hold takes a whole number of seconds from 1 to 86400, not '0'."],
    ['--hold', '1.5', "not '1.5'"],
    ['--postcode', '', "not ''"],
    ['--crad', 'tok_ok', "Unknown argument '--crad'."],
  ])('explains what is wrong with order %s %s', (option, value, message) => {
    const { status, output } = type('order', option, value)
    expect(output).toContain(message)
    expect(output).toContain('Usage:')
    expect(status).toBe(2)
  })

  it.each([
    [['connect']],
    [['stack', 'status']],
    [['stack', 'kill', 'payment']],
    [['saga', '--open']],
    [['tail', 'order']],
    [['partitions', 'show']],
    [['partitions', 'add', 'bistro.order.v1', '12']],
  ])('needs a stack for %j', (args) => {
    const { status, output } = type(...args)
    expect(status).toBe(1)
    expect(output).toMatch(/Type: npm start/)
  })

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
