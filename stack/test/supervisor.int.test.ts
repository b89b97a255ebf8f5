import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Aborted } from '@bistro/client/errors'
import { INJECTED_CRASH_STATUS } from '@bistro/kit/faults'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ChildRecord } from '../src/lock.ts'
import { isAlive } from '../src/process/identity.ts'
import { isInjectedCrash } from '../src/process/injected-crash.ts'
import type { ProcessSpec } from '../src/process/managed-process.ts'
import { Supervisor } from '../src/supervisor.ts'

let directory: string
let supervisor: Supervisor
let recorded: readonly ChildRecord[]
let deaths: string[]

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'bistro-supervisor-'))
  recorded = []
  deaths = []
  supervisor = new Supervisor({
    logFileOf: (name) => join(directory, `${name}.log`),
    record: (children) => {
      recorded = children
    },
    onDeath: (name, how) => deaths.push(`${name}: ${how}`),
    onInjectedCrash: (name) => deaths.push(`${name} on purpose`),
  })
})

afterEach(async () => {
  await supervisor.stopAll()
  rmSync(directory, { recursive: true })
})

/** A process that says it is ready by a file of its own, then runs `script`. */
const spec = (
  name: 'psp' | 'payment' | 'payment-2' | 'payment-3',
  script = 'setInterval(() => {}, 1000)',
): ProcessSpec => {
  const ready = join(directory, `${name}.ready`)
  return {
    name,
    address: 'http://127.0.0.1:1',
    program: process.execPath,
    args: ['-e', `require('fs').writeFileSync('${ready}', ''); ${script}`],
    stopSignal: 'SIGTERM',
    isReady: async () => existsSync(ready),
  }
}

const stateOf = (name: string) => supervisor.status().find((status) => status.name === name)?.state

describe('a supervised process', () => {
  it('is on record as long as it runs', async () => {
    await supervisor.launch(spec('psp'))
    const [child] = recorded
    expect(child).toMatchObject({ name: 'psp' })
    await supervisor.stop('psp')
    expect(recorded).toEqual([])
    expect(isAlive(child!)).toBe(false)
    expect([stateOf('psp'), deaths]).toEqual(['stopped', []])
  })

  it('that is killed is dead and not restarted, until somebody starts it', async () => {
    await supervisor.launch(spec('psp'))
    await supervisor.kill('psp')
    expect([stateOf('psp'), deaths]).toEqual(['died', ['psp: signal SIGKILL']])
    await expect(supervisor.stop('psp')).rejects.toThrow('psp is not running.')
    await supervisor.start('psp')
    expect(stateOf('psp')).toBe('running')
    await expect(supervisor.start('psp')).rejects.toThrow('psp is already running.')
  })

  it('that ends before it is ready is told of with the end of its log', async () => {
    const failing = { ...spec('psp', `console.log('no such table'); process.exit(3)`), isReady: async () => false }
    await expect(supervisor.launch(failing)).rejects.toThrow('psp ended before it was ready:\n  | no such table')
    expect(stateOf('psp')).toBe('stopped')
  })

  it('is stopped when the start is given up', async () => {
    const abort = new AbortController()
    const launched = supervisor.launch({ ...spec('psp'), isReady: async () => false }, abort.signal)
    setTimeout(() => abort.abort(), 100)
    await expect(launched).rejects.toThrow(Aborted)
    const [child] = recorded
    await supervisor.stopAll()
    expect(isAlive(child!)).toBe(false)
  })
})

describe('the further processes of a service', () => {
  it('are shown behind its first, in order, and one that is removed is no part any more', async () => {
    for (const name of ['payment-3', 'psp', 'payment', 'payment-2'] as const) await supervisor.launch(spec(name))
    const names = () => supervisor.status().map(({ name }) => name)
    expect(names()).toEqual(['psp', 'payment', 'payment-2', 'payment-3'])
    await supervisor.remove('payment-2')
    expect(names()).toEqual(['psp', 'payment', 'payment-3'])
    expect(recorded.map(({ name }) => name)).not.toContain('payment-2')
    await expect(supervisor.kill('payment-2')).rejects.toThrow('payment-2 is not part of this stack.')
  })

  it('start no more once everything stops', async () => {
    await supervisor.launch(spec('payment'))
    await supervisor.stopAll()
    await expect(supervisor.launch(spec('payment-2'))).rejects.toThrow(Aborted)
  })
})

describe('a process that crashes on purpose', () => {
  /** Crashes as often as the number says, each time before it is ready, and runs then; before its first crash it is ready. */
  const crashing = (times: number): ProcessSpec => {
    const count = join(directory, 'count')
    const script = `
      const fs = require('fs')
      const crashes = fs.existsSync('${count}') ? Number(fs.readFileSync('${count}')) : 0
      fs.writeFileSync('${count}', String(crashes + 1))
      const isReady = crashes === 0 || crashes >= ${times}
      if (isReady) fs.writeFileSync('${join(directory, 'payment.ready')}', '')
      setTimeout(() => crashes < ${times} ? process.exit(${INJECTED_CRASH_STATUS}) : {}, isReady ? 400 : 0)
      setInterval(() => {}, 1000)
      process.on('exit', () => fs.rmSync('${join(directory, 'payment.ready')}', { force: true }))`
    return { ...spec('payment'), args: ['-e', script], isTransient: (_, how) => isInjectedCrash(how) }
  }

  it('is started again, also when it crashes while it starts', async () => {
    const changes: unknown[] = []
    supervisor.whenChanged(() => changes.push(stateOf('payment')))
    await supervisor.launch(crashing(3))
    await expect.poll(() => changes, { timeout: 10_000 }).toEqual(['died', 'running'])
    expect(deaths).toEqual(['payment on purpose'])
  })

  it('is not started again when everything stops', async () => {
    await supervisor.launch(crashing(1_000))
    await expect.poll(() => deaths).toEqual(['payment on purpose'])
    await supervisor.stopAll()
    const crashes = readFileSync(join(directory, 'count'), 'utf8')
    await new Promise((resolve) => setTimeout(resolve, 500))
    expect(readFileSync(join(directory, 'count'), 'utf8')).toBe(crashes)
    expect(recorded).toEqual([])
  })
})

describe('stopping everything', () => {
  it('stops the services, and waits for each', async () => {
    await Promise.all([supervisor.launch(spec('psp')), supervisor.launch(spec('payment'))])
    const children = recorded
    await supervisor.stopAll()
    expect(children.map(isAlive)).toEqual([false, false])
  })

  it('can be done at once', async () => {
    await supervisor.launch(spec('psp', `process.on('SIGTERM', () => {}); setInterval(() => {}, 1000)`))
    const [child] = recorded
    supervisor.killAllNow()
    await expect.poll(() => isAlive(child!)).toBe(false)
  })
})
