import { randomUUID } from 'node:crypto'
import { endsWith } from '@bistro/oracle/endings'
import { isEnding, type SagaWatcher } from '../events/sagas.ts'
import type { SeenEvent } from '../events/seen.ts'
import { arrange, cancel, reserve } from '../guest/guest.ts'
import { type Answer, answerTo } from '../guest/http.ts'
import type { Manifest } from '../manifest.ts'
import { routesOf } from '../routes.ts'
import type { Ending } from './endings.ts'
import { judge, type Table } from './judge.ts'
import { NO_OUTAGES, type Outages } from './outages.ts'
import type { Saga } from './remains.ts'
import { availableAnswer, retryUntilAvailable, waitFor, waitForEvent } from './retry.ts'

const EVENT_TIMEOUT_MS = 60_000
const REASON_TIMEOUT_MS = 10_000
const ACCEPTED_STATUS = 202
const ALREADY_ENDED_STATUS = 409

/** How one ending went. */
export interface Outcome {
  readonly ending: Ending
  /** The reservation's id; undefined where none was made. */
  readonly sagaId?: string
  readonly endedWith: string
  readonly elapsedMs: number
  /** Something was down meanwhile. */
  readonly recovered: boolean
  /** What is not as it should be; empty if all is well. */
  readonly faults: readonly string[]
}

/** Plays one ending from the account to what is left behind. Never throws: what goes wrong is a fault. */
export async function play(
  manifest: Manifest,
  sagas: SagaWatcher,
  ending: Ending,
  outages: Outages = NO_OUTAGES,
): Promise<Outcome> {
  const startedMs = performance.now()
  try {
    return await playThrough({ manifest, sagas, outages }, ending)
  } catch (error) {
    const fault = error instanceof Error ? error.message : String(error)
    const recovered = outages.sawSince(startedMs)
    return { ending, endedWith: 'an error', elapsedMs: performance.now() - startedMs, recovered, faults: [fault] }
  }
}

async function playThrough(table: Table, ending: Ending): Promise<Outcome> {
  const { manifest, outages } = table
  const arranged = await retryUntilAvailable(outages, () => arrange(manifest, ending.wishes))
  const startedMs = performance.now()
  const key = randomUUID()
  const answer = await retryUntilAvailable(outages, async () =>
    availableAnswer('POST /reservations', await reserve(manifest, arranged, ending.wishes, key)),
  )
  const sagaId = idIn(answer, 'reservationId')
  if (sagaId) await cancelInTime(table, ending, sagaId)
  const { event, seenMs } = await lastEvent(table, ending, sagaId)
  const saga = { ...arranged, seats: ending.wishes.seats, orderId: idIn(answer, 'orderId') }
  const reason = event === 'OrderCancelled' ? await reasonOf(table, saga) : undefined
  const label = endsWith({ answer: { status: answer.status, problem: problemOf(answer) }, event, reason })
  const { faults, note } = await judge(table, ending, { ...saga, label, sagaId, startedMs })
  const recovered = outages.sawSince(startedMs)
  return { ending, sagaId, endedWith: `${label}${note}`, elapsedMs: seenMs - startedMs, recovered, faults }
}

/** The guest cancels at the moment that the ending names, or finds that the saga has ended by then. */
async function cancelInTime({ manifest, sagas, outages }: Table, ending: Ending, sagaId: string): Promise<void> {
  const { cancelsAfter } = ending.wishes
  if (!cancelsAfter) return
  const isMeant = (event: SeenEvent): boolean => event.type === cancelsAfter || isEnding(event)
  await waitForEvent(sagas, outages, { sagaId, isMeant, timeoutMs: EVENT_TIMEOUT_MS })
  const { status } = await retryUntilAvailable(outages, async () =>
    availableAnswer('the cancellation', await cancel(manifest, sagaId)),
  )
  if (status !== ACCEPTED_STATUS && status !== ALREADY_ENDED_STATUS)
    throw new Error(`the cancellation returned ${status}`)
}

async function lastEvent({ sagas, outages }: Table, ending: Ending, sagaId: string | undefined) {
  if (!ending.event || !sagaId) return { event: undefined, seenMs: performance.now() }
  const event = await waitForEvent(sagas, outages, { sagaId, isMeant: isEnding, timeoutMs: EVENT_TIMEOUT_MS })
  return { event: event?.type ?? 'no event', seenMs: event?.seenMs ?? performance.now() }
}

/** Asked until order tells it: it may be down, or not have caught up with what it has published. */
async function reasonOf({ manifest, outages }: Table, { orderId }: Saga): Promise<string> {
  const ask = () => routesOf(manifest, 'order').GET('/orders/{id}', { params: { path: { id: String(orderId) } } })
  const reason = await waitFor(outages, REASON_TIMEOUT_MS, async () => {
    const { body } = await retryUntilAvailable(outages, async () =>
      availableAnswer('GET /orders/{id}', await answerTo('GET /orders/{id}', ask)),
    )
    return typeof body.cancelReason === 'string' ? body.cancelReason : undefined
  })
  return reason ?? 'no reason'
}

const idIn = ({ body }: Answer, name: string): string | undefined =>
  typeof body[name] === 'string' ? body[name] : undefined

/** The slug at the end of a problem's type. */
const problemOf = ({ status, body }: Answer): string | undefined =>
  status < 400 ? undefined : String(body.type).split('/').at(-1)
