import { randomUUID } from 'node:crypto'
import {
  type Arranged,
  answerTo,
  arrange,
  availableAnswer,
  isEnding,
  type Outages,
  operatorRoutesOf,
  partsOf,
  readEvents,
  reserve,
  retryUntilAvailable,
  type SeenEvent,
  stillToCome,
  untilReadable,
  type Wishes,
  waitFor,
  waitForEvent,
  watchOutages,
  watchSagas,
} from '@bistro/client'
import { StackError } from '@bistro/client/errors'
import type { Manifest } from '@bistro/client/manifest'
import { style } from '../terminal/style.ts'
import { timelineLine } from '../timeline/lines.ts'
import { STACK_HINTS } from './hints.ts'
import { type ReportOptions, reportWaiting, type WaitingReport } from './waiting-report.ts'

const SAGA_TIMEOUT_MS = 60_000
const ACCEPTED_STATUS = 202

export interface Ids extends Arranged {
  readonly reservationId: string
  readonly orderId: string
}

/** A saga that was followed to its end. */
export interface Followed extends Ids {
  /** What it ended with; undefined if it has not. */
  readonly ending?: SeenEvent
  /** From the request to the event that ended it. */
  readonly elapsedMs: number
  readonly types: ReadonlySet<string>
}

export interface FollowOptions extends Omit<ReportOptions, 'print'> {
  /** Says what comes before the events. */
  readonly introduce: (ids: Ids, say: WaitingReport['say']) => void
}

/** Makes one reservation and prints its events as they come, until nothing of it is left to do. */
export async function followOne(manifest: Manifest, wishes: Wishes, options: FollowOptions): Promise<Followed> {
  const { hints = STACK_HINTS, introduce } = options
  const outages = watchOutages(partsOf(manifest))
  const types = new Set<string>()
  const report = reportWaiting(outages, () => stillToCome(types).join(', ') || 'the next event', options)
  try {
    await outages.looked
    const reader = await untilReadable(outages, () => readEvents(manifest))
    try {
      const sagas = watchSagas(reader)
      const arranged = await retryUntilAvailable(outages, () => arrange(manifest, wishes))
      const startedMs = performance.now()
      const ids = await order(manifest, outages, arranged, wishes)
      introduce(ids, report.say)
      sagas.follow(ids.reservationId, (event) => {
        types.add(event.type)
        report.say(timelineLine(event, startedMs))
      })
      const meant = { sagaId: ids.reservationId, isMeant: isEnding, timeoutMs: SAGA_TIMEOUT_MS }
      const ending = await waitForEvent(sagas, outages, meant)
      if (ending) await untilNothingIsLeft(manifest, outages, ids, types)
      else
        report.say(
          style.red(`The saga has not ended after ${SAGA_TIMEOUT_MS / 1000} s: ${hints.look(ids.reservationId)}`),
        )
      return { ...ids, ending, elapsedMs: (ending?.seenMs ?? performance.now()) - startedMs, types }
    } finally {
      await reader.close()
    }
  } finally {
    report.stop()
    outages.stop()
  }
}

async function order(manifest: Manifest, outages: Outages, arranged: Arranged, wishes: Wishes): Promise<Ids> {
  const key = randomUUID()
  const { status, body } = await retryUntilAvailable(outages, async () =>
    availableAnswer('POST /reservations', await reserve(manifest, arranged, wishes, key)),
  )
  if (status !== ACCEPTED_STATUS) throw new StackError(`POST /reservations returned ${status}: ${JSON.stringify(body)}`)
  return { ...arranged, reservationId: String(body.reservationId), orderId: String(body.orderId) }
}

/** What an ending sets off is done: its events have come, and payment has no call to make any more. */
async function untilNothingIsLeft(
  manifest: Manifest,
  outages: Outages,
  { orderId }: Ids,
  types: ReadonlySet<string>,
): Promise<void> {
  const ask = () => operatorRoutesOf(manifest, 'payment').GET('/pending', { params: { query: { stream: orderId } } })
  await waitFor(outages, SAGA_TIMEOUT_MS, async () => {
    if (stillToCome(types).length > 0) return undefined
    const { body } = await retryUntilAvailable(outages, async () =>
      availableAnswer('GET /pending', await answerTo('GET /pending', ask)),
    )
    return Array.isArray(body.items) && body.items.length === 0 ? true : undefined
  })
}
