import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { main } from '../src/cli.ts'
import { COMMANDS, expectToExplain, isProgram, type Typed } from './typed.ts'

const dataDir = mkdtempSync(join(tmpdir(), 'bistro-cli-'))

beforeAll(() => {
  vi.stubEnv('BISTRO_DATA_DIR', dataDir)
  vi.stubEnv('NO_COLOR', '1')
})
afterEach(() => vi.restoreAllMocks())
afterAll(() => {
  vi.unstubAllEnvs()
  rmSync(dataDir, { recursive: true, force: true })
})

async function type(...args: string[]): Promise<Typed> {
  const lines: unknown[] = []
  const print = (line: unknown): void => void lines.push(line)
  vi.spyOn(console, 'log').mockImplementation(print)
  vi.spyOn(console, 'error').mockImplementation(print)
  const status = await main(args)
  return { status, output: lines.join('\n') }
}

describe('the command line', () => {
  it.each([
    [['sart']],
    [[]],
    [['start', '--exti']],
    [['stack']],
    [['stack', 'kill', 'nobody']],
    [['stack', 'scale', 'order']],
    [['stack', 'scale', 'gateway', '2']],
    [['stack', 'scale', 'order', 'many']],
    [['backup', 'payment', '--to', '']],
    [['restore', 'payment', '--from', '']],
    [['demo', '1']],
    [['saga']],
    [['saga', 'last']],
    [['saga', '--open', 'all']],
    [['tail', 'ordr']],
    [['partitions']],
    [['partitions', 'add', 'bistro.order.v9', '12']],
    [['partitions', 'add', 'bistro.order.v1', '65']],
    [['partitions', 'add', 'bistro.order.v1', '0x10']],
    [['partitions', 'where']],
    [['history', '--delivery', 'exactly-once']],
    [['history', '--every', '0']],
    [['history', '--every', '600001']],
  ])('explains itself when it does not know %j', async (args) => {
    const { status, output } = await type(...args)
    expect(status).toBe(2)
    expect(output).toContain('Usage:')
  })

  it.each(COMMANDS.filter((command) => !isProgram(command)))(
    'explains %s when asked to, starts nothing, and refuses what it does not know',
    async (name, typed) => {
      await expectToExplain(name, typed, type)
      expect(readdirSync(dataDir)).toEqual([])
    },
  )

  it('lists every command when asked to', async () => {
    const { status, output } = await type('--help')
    expect(status).toBe(0)
    for (const [name] of COMMANDS) expect(output).toMatch(new RegExp(`npm (run )?${name}\\b`))
  })

  it.each([
    ['--card', 'tok_slw', "Unknown card 'tok_slw'. Cards: tok_ok, "],
    ['--hold', '0', "--hold takes a whole number of seconds from 1 to 86400, not '0'."],
    ['--hold', '1.5', "not '1.5'"],
    ['--postcode', '', "not ''"],
    ['--crad', 'tok_ok', "Unknown argument '--crad'."],
  ])('explains what is wrong with order %s %s', async (option, value, message) => {
    const { status, output } = await type('order', option, value)
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
    [['history', '--delivery', 'transactions', '--every', '600000']],
    [['partitions', 'add', 'bistro.order.v1', '12']],
  ])('needs a stack for %j', async (args) => {
    const { status, output } = await type(...args)
    expect(status).toBe(1)
    expect(output).toMatch(/Type: npm start/)
  })
})
