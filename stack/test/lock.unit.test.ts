import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { AlreadyRunning, acquireLock, lockOwner } from '../src/lock.ts'
import { stopOrphans } from '../src/orphans.ts'
import { identify, isAlive } from '../src/process/identity.ts'

let directory: string
let path: string

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'bistro-lock-'))
  path = join(directory, 'stack.lock')
})

afterEach(() => rmSync(directory, { recursive: true, force: true }))

const self = identify(process.pid)!

describe('the lock of a data directory', () => {
  it('names its owner, and is gone after its release', () => {
    const lock = acquireLock(path, 4000)
    expect(lockOwner(path)).toMatchObject({ pid: process.pid, portBase: 4000 })
    lock.release()
    expect(lockOwner(path)).toBeUndefined()
    expect(readdirSync(directory)).toEqual([])
  })

  it('is refused while its owner is alive', () => {
    acquireLock(path, 4000)
    expect(() => acquireLock(path, 5000)).toThrow(AlreadyRunning)
    expect(lockOwner(path)?.portBase).toBe(4000)
  })

  it('is taken over from an owner that is no more, with what it left', () => {
    const children = [{ name: 'kafka', pid: 2, startedAt: 'long ago' }]
    writeFileSync(
      path,
      JSON.stringify({ ...self, startedAt: 'another process with this pid', portBase: 4000, children }),
    )
    expect(lockOwner(path)).toBeUndefined()
    expect(acquireLock(path, 5000).orphans).toEqual(children)
    expect(lockOwner(path)?.portBase).toBe(5000)
  })

  it('is taken over when it is damaged', () => {
    writeFileSync(path, '{"pid":')
    expect(acquireLock(path, 5000).orphans).toEqual([])
    expect(existsSync(path)).toBe(true)
  })
})

describe('orphans of a crash', () => {
  it('are stopped if they are who they were', async () => {
    const child = spawn('sleep', ['60'], { detached: true })
    await once(child, 'spawn')
    const record = { name: 'payment', ...identify(child.pid!)! }
    expect(await stopOrphans([record])).toEqual(['payment'])
    expect(isAlive(record)).toBe(false)
  })

  it('are left alone if the pid belongs to another process by now', async () => {
    const child = spawn('sleep', ['60'])
    await once(child, 'spawn')
    expect(await stopOrphans([{ name: 'payment', pid: child.pid!, startedAt: 'long ago' }])).toEqual([])
    expect(isAlive(identify(child.pid!)!)).toBe(true)
    child.kill()
  })
})
