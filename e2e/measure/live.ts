import { setTimeout as delay } from 'node:timers/promises'
import { arrange, type Manifest, ORDINARY, reserve } from '@bistro/client'
import { followLive } from '../support/live.ts'
import { percentileOf, summary, verdict } from './figures.ts'
import { onOwnStack } from './on-own-stack.ts'

// From an event's own time, which is before its transaction and its record in Kafka, to its message at a reader of live
// events, at twenty sagas per second; and what 200 more readers cost the gateway.
const INTERVAL_MS = 50
const WARM_UP_MS = 10_000
const MEASURED_MS = 20_000
const GUESTS = 20
const MANY = 200
const MAX_P95_MS = 300
const GUEST = { ...ORDINARY, seatsOfEvening: 5_000, creditLimitCents: 100_000_000 }

async function measure(manifest: Manifest): Promise<void> {
  const url = manifest.gateway?.url ?? ''
  const guests = await Promise.all(Array.from({ length: GUESTS }, () => arrange(manifest, GUEST)))
  const drive = async (durationMs: number): Promise<void> => {
    const beganMs = performance.now()
    const sent: Promise<unknown>[] = []
    for (let index = 0; index * INTERVAL_MS < durationMs; index += 1) {
      await delay(Math.max(0, beganMs + index * INTERVAL_MS - performance.now()))
      sent.push(reserve(manifest, guests[index % GUESTS]!, GUEST))
    }
    await Promise.all(sent)
  }
  const measured = async (what: string): Promise<void> => {
    const live = await followLive(url)
    const cpu = await cpuSeconds(url)
    await drive(MEASURED_MS)
    const used = ((await cpuSeconds(url)) - cpu) / (MEASURED_MS / 1_000)
    const after = live.messages
      .filter(({ name }) => name === 'event')
      .flatMap(({ data, receivedMs }) =>
        (data.items as { time: string }[]).map(({ time }) => receivedMs - Date.parse(time)),
      )
    await live.close()
    console.log(`${what}: ${summary(after)}; the gateway used ${(100 * used).toFixed(0)} % of a core`)
    verdict(`an event's time to its live message, p95, ${what}`, percentileOf(after, 95), MAX_P95_MS, 'ms')
  }
  console.log('warming up ...')
  await drive(WARM_UP_MS)
  await measured('1 reader')
  const abort = new AbortController()
  const many = Array.from({ length: MANY }, () => drain(url, abort.signal))
  await measured(`${MANY + 1} readers`)
  abort.abort()
  await Promise.allSettled(many)
}

/** Reads as a page does, and parses nothing: this process must not be what is measured. */
async function drain(url: string, signal: AbortSignal): Promise<void> {
  const { body } = await fetch(`${url}/api/live`, { signal })
  for await (const _ of body ?? []);
}

async function cpuSeconds(url: string): Promise<number> {
  const text = await (await fetch(`${url}/metrics`)).text()
  return Number(/^process_cpu_seconds_total (\S+)/m.exec(text)?.[1])
}

await onOwnStack(({ manifest }) => measure(manifest))
