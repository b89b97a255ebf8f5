import { setTimeout as delay } from 'node:timers/promises'
import { StackError } from '../errors.ts'
import type { SagaWatcher } from '../events/sagas.ts'
import type { SeenEvent } from '../events/seen.ts'
import { type Answer, SERVER_ERROR_STATUS, Unavailable } from '../guest/http.ts'
import type { Outages } from './outages.ts'

const STEP_MS = 100
/** So long a call is made again while nothing is known to be down. */
const CALL_TIMEOUT_MS = 30_000
/** What is down for longer is not waited for. */
const OUTAGE_TIMEOUT_MS = 600_000

/** Counts down while all is well, and stands still while anything is down. */
function patienceOf(outages: Outages, timeoutMs: number): { isOver: () => boolean; wait: () => Promise<void> } {
  let [wellMs, downMs] = [0, 0]
  return {
    isOver: () => wellMs >= timeoutMs || downMs >= OUTAGE_TIMEOUT_MS,
    wait: async () => {
      const beforeMs = performance.now()
      await delay(STEP_MS)
      const passedMs = performance.now() - beforeMs
      if (outages.now().length > 0) downMs += passedMs
      else wellMs += passedMs
    },
  }
}

/** The first result that is not undefined; undefined if none comes in time, outages not counted. */
export async function waitFor<Result>(
  outages: Outages,
  timeoutMs: number,
  look: () => Result | undefined | Promise<Result | undefined>,
): Promise<Result | undefined> {
  const patience = patienceOf(outages, timeoutMs)
  for (;;) {
    const found = await look()
    if (found !== undefined || patience.isOver()) return found
    await patience.wait()
  }
}

/** The first event of a saga that `isMeant`, likewise. Throws a StackError when events are to be seen no more. */
export function waitForEvent(
  sagas: SagaWatcher,
  outages: Outages,
  { sagaId, isMeant, timeoutMs }: { sagaId: string; isMeant: (event: SeenEvent) => boolean; timeoutMs: number },
): Promise<SeenEvent | undefined> {
  let found: SeenEvent | undefined
  sagas.follow(sagaId, (event) => {
    if (!found && isMeant(event)) found = event
  })
  return waitFor(outages, timeoutMs, () => {
    const why = sagas.blind()
    if (!found && why !== undefined)
      throw new StackError(`The events can no longer be read: ${why}.`, 'npm run stack -- status')
    return found
  })
}

/** Calls until somebody answers who is able to. Throws the last Unavailable if nobody does in time. */
export async function retryUntilAvailable<Result>(outages: Outages, work: () => Promise<Result>): Promise<Result> {
  let last: Unavailable | undefined
  const done = await waitFor(outages, CALL_TIMEOUT_MS, async () => {
    try {
      return { result: await work() }
    } catch (error) {
      if (!(error instanceof Unavailable)) throw error
      last = error
      return undefined
    }
  })
  if (done) return done.result
  throw last
}

/** The answer, unless it says that its service cannot answer now: then throws Unavailable. */
export function availableAnswer(url: string, answer: Answer): Answer {
  if (answer.status < SERVER_ERROR_STATUS) return answer
  throw new Unavailable(`${url} returned ${answer.status}.`)
}
