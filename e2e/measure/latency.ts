import { setTimeout as delay } from 'node:timers/promises'
import {
  type Arranged,
  arrange,
  type Manifest,
  ORDINARY,
  readEvents,
  reserve,
  type SagaWatcher,
  watchSagas,
} from '@bistro/client'
import { percentileOf, summary, verdict } from './figures.ts'
import { onOwnStack } from './on-own-stack.ts'

// From the POST sent to OrderConfirmed received by a Kafka consumer in this process: five sagas per second, whatever
// becomes of those before (an open loop: a stall is seen by all that would have come meanwhile).
const INTERVAL_MS = 200
const WARM_UP_MS = 20_000
const MEASURED_MS = 30_000
const GUESTS = 20
const TIMEOUT_MS = 10_000
const MAX_P50_MS = 50
const MAX_P99_MS = 150
const GUEST = { ...ORDINARY, seatsOfEvening: 1_000, creditLimitCents: 10_000_000 }

async function measure(manifest: Manifest): Promise<void> {
  const reader = await readEvents(manifest)
  const sagas = watchSagas(reader)
  const guests = await Promise.all(Array.from({ length: GUESTS }, () => arrange(manifest, GUEST)))
  const once = (index: number) => confirmedAfterMs(manifest, sagas, guests[index % GUESTS] as Arranged)
  console.log('warming up ...')
  await drive(WARM_UP_MS, once)
  console.log('measuring ...')
  const durations = await drive(MEASURED_MS, once)
  await reader.close()
  console.log(summary(durations))
  verdict('POST to OrderConfirmed at a consumer, p50', percentileOf(durations, 50), MAX_P50_MS, 'ms')
  verdict('POST to OrderConfirmed at a consumer, p99', percentileOf(durations, 99), MAX_P99_MS, 'ms')
}

async function drive(durationMs: number, once: (index: number) => Promise<number>): Promise<number[]> {
  const startedMs = performance.now()
  const running: Promise<number>[] = []
  for (let index = 0; index * INTERVAL_MS < durationMs; index++) {
    await delay(Math.max(0, startedMs + index * INTERVAL_MS - performance.now()))
    running.push(once(index))
  }
  return Promise.all(running)
}

async function confirmedAfterMs(manifest: Manifest, sagas: SagaWatcher, guest: Arranged): Promise<number> {
  const sentMs = performance.now()
  const { status, body } = await reserve(manifest, guest, GUEST)
  const confirmed = await sagas.until(String(body.reservationId), ({ type }) => type === 'OrderConfirmed', TIMEOUT_MS)
  if (!confirmed) throw new Error(`answered ${status} ${JSON.stringify(body)} and not confirmed in ${TIMEOUT_MS} ms`)
  return confirmed.seenMs - sentMs
}

await onOwnStack(({ manifest }) => measure(manifest))
