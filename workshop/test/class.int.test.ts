import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { freePort } from '@bistro/stack'
import { expect, onTestFinished, test } from 'vitest'
import { openClass } from '../src/class/server.ts'

const LEARNERS = 20
const WATCHED_MS = 10_000
const POLL_MS = 2_000
const MOST = 0.01

test('a class of twenty with its page open takes less than one percent of a core', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'bistro-class-'))
  const port = await freePort()
  const { key, close } = await openClass({ folder, port, titles: new Map() })
  onTestFinished(async () => {
    await close()
    rmSync(folder, { recursive: true, force: true })
  })
  const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' }
  const look = async (): Promise<number> => {
    const response = await fetch(`http://127.0.0.1:${port}/learners`, { headers })
    return ((await response.json()) as { items: unknown[] }).items.length
  }
  for (let number = 0; number < LEARNERS; number++) {
    const report = {
      seat: randomUUID(),
      name: `Learner ${number}`,
      lab: 1,
      hints: 0,
      result: 'begun',
      elapsedSeconds: 0,
    }
    await fetch(`http://127.0.0.1:${port}/reports`, { method: 'POST', headers, body: JSON.stringify(report) })
  }
  await delay(POLL_MS) // what it compiles, it compiles once
  const before = process.cpuUsage()
  for (let passed = 0; passed < WATCHED_MS; passed += POLL_MS) {
    expect(await look()).toBe(LEARNERS)
    await delay(POLL_MS)
  }
  const { user, system } = process.cpuUsage(before)
  expect((user + system) / 1_000 / WATCHED_MS).toBeLessThan(MOST)
})
