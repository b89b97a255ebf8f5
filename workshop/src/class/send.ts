import { setTimeout as delay } from 'node:timers/promises'
import type { ClassReport } from './board.ts'

// Sends one report to the class page, and is gone after a few attempts: nobody waits for it.
const ATTEMPTS = 3
const PAUSE_MS = 2_000
const TIMEOUT_MS = 3_000

const { address, key, report } = JSON.parse(process.env.BISTRO_CLASS_REPORT ?? '{}') as {
  readonly address: string
  readonly key: string
  readonly report: ClassReport
}

for (let attempt = 1; attempt <= ATTEMPTS && !(await send()); attempt++) await delay(PAUSE_MS)

async function send(): Promise<boolean> {
  try {
    const response = await fetch(`${address}/reports`, {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      body: JSON.stringify(report),
      signal: AbortSignal.timeout(TIMEOUT_MS),
    })
    return response.status < 500
  } catch {
    return false
  }
}
