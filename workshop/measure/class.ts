import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { freePort } from '@bistro/stack'
import { openClass } from '../src/class/server.ts'

// What the page of a class costs while twenty learners work and the trainer has it open.

const LEARNERS = 20
const WATCHED_MS = 10_000
const POLL_MS = 2_000
const MOST_PERCENT = 1

const folder = mkdtempSync(join(tmpdir(), 'bistro-class-'))
const port = await freePort()
const { key, close } = await openClass({ folder, port, titles: new Map() })
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
  const shown = await look()
  if (shown !== LEARNERS) throw new Error(`${shown} learners are on the page, not ${LEARNERS}`)
  await delay(POLL_MS)
}
const { user, system } = process.cpuUsage(before)
const percent = (user + system) / 10 / WATCHED_MS
await close()
rmSync(folder, { recursive: true, force: true })
const isMet = percent < MOST_PERCENT
console.log(
  `page of a class of ${LEARNERS}: ${percent.toFixed(2)} % of a core, must be below ${MOST_PERCENT} %: ${isMet ? 'met' : 'NOT MET'}`,
)
process.exitCode = isMet ? 0 : 1
