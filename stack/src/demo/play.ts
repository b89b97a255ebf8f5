import { setTimeout as delay } from 'node:timers/promises'
import { arrange, cancel, reserve } from '../guest/guest.ts'
import { type Answer, call } from '../guest/http.ts'
import type { Manifest } from '../manifest.ts'
import { isEnding, type SagaWatcher } from '../timeline/sagas.ts'
import { type Ending, endsWith } from './endings.ts'
import { faultsIn, type Saga } from './remains.ts'

const EVENT_TIMEOUT_MS = 60_000
/** The other services hear of an ending a moment after it. */
const SETTLE_TIMEOUT_MS = 10_000
const SETTLE_POLL_MS = 100
const CANCELLATION_STATUS = 202

/** How one ending went. */
export interface Outcome {
  readonly ending: Ending
  readonly endedWith: string
  readonly elapsedMs: number
  /** What is not as it should be; empty if all is well. */
  readonly faults: readonly string[]
}

/** Plays one ending from the account to what is left behind. Never throws: what goes wrong is a fault. */
export async function play(manifest: Manifest, sagas: SagaWatcher, ending: Ending): Promise<Outcome> {
  const startedMs = performance.now()
  try {
    return await playThrough(manifest, sagas, ending)
  } catch (error) {
    const fault = error instanceof Error ? error.message : String(error)
    return { ending, endedWith: 'an error', elapsedMs: performance.now() - startedMs, faults: [fault] }
  }
}

async function playThrough(manifest: Manifest, sagas: SagaWatcher, ending: Ending): Promise<Outcome> {
  const arranged = await arrange(manifest, ending.wishes)
  const startedMs = performance.now()
  const answer = await reserve(manifest, arranged, ending.wishes)
  const sagaId = idIn(answer, 'reservationId')
  await cancelInTime(manifest, sagas, ending, sagaId)
  const { event, seenMs } = await lastEvent(sagas, ending, sagaId)
  const saga = { ...arranged, ending, orderId: idIn(answer, 'orderId') }
  const reason = event && ending.reason ? await reasonOf(manifest, saga) : undefined
  const endedWith = endsWith({
    ...ending,
    answer: { status: answer.status, problem: problemOf(answer) },
    event,
    reason,
  })
  const expected = endsWith(ending)
  const wrong = endedWith === expected ? [] : [`expected ${expected}`]
  const faults = [...wrong, ...(await settled(manifest, saga)), ...(await missed(sagas, ending, sagaId))]
  return { ending, endedWith, elapsedMs: seenMs - startedMs, faults }
}

/** The guest changes their mind at the moment that the ending names. */
async function cancelInTime(
  manifest: Manifest,
  sagas: SagaWatcher,
  { wishes: { cancelsAfter } }: Ending,
  sagaId: string | undefined,
): Promise<void> {
  if (!cancelsAfter || !sagaId) return
  await sagas.until(sagaId, ({ type }) => type === cancelsAfter, EVENT_TIMEOUT_MS)
  const { status } = await cancel(manifest, sagaId)
  if (status !== CANCELLATION_STATUS) throw new Error(`the cancellation was answered with ${status}`)
}

/** The event that had to come on the way, if it did not. */
async function missed(sagas: SagaWatcher, { passes }: Ending, sagaId: string | undefined): Promise<string[]> {
  if (!passes || !sagaId) return []
  const seen = await sagas.until(sagaId, ({ type }) => type === passes, SETTLE_TIMEOUT_MS)
  return seen ? [] : [`no ${passes}`]
}

async function lastEvent(sagas: SagaWatcher, ending: Ending, sagaId: string | undefined) {
  if (!ending.event || !sagaId) return { event: undefined, seenMs: performance.now() }
  const event = await sagas.until(sagaId, isEnding, EVENT_TIMEOUT_MS)
  return { event: event?.type ?? 'no event', seenMs: event?.seenMs ?? performance.now() }
}

async function reasonOf(manifest: Manifest, { orderId }: Saga): Promise<string> {
  const { body } = await call(`${manifest.services.order.url}/orders/${orderId}`)
  return String(body.cancelReason)
}

/** Waits until nothing is left behind; what is still there when the time is up. */
async function settled(manifest: Manifest, saga: Saga): Promise<string[]> {
  const deadline = Date.now() + SETTLE_TIMEOUT_MS
  for (;;) {
    const faults = await faultsIn(manifest, saga)
    if (faults.length === 0 || Date.now() > deadline) return faults
    await delay(SETTLE_POLL_MS)
  }
}

const idIn = ({ body }: Answer, name: string): string | undefined =>
  typeof body[name] === 'string' ? body[name] : undefined

/** The slug at the end of a problem's type. */
const problemOf = ({ status, body }: Answer): string | undefined =>
  status < 400 ? undefined : String(body.type).split('/').at(-1)
