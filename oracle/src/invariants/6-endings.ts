import type { Facts, Invariant, Saga, Violation } from '../facts.ts'
import { endingsOf, lastOf, progressOf, sagaIds } from '../saga.ts'
import { type Waiting, waitingIn } from '../waiting/waiting.ts'
import { waitingText } from '../waiting/words.ts'

/** How long after its end a hold may still be one. */
const EXPIRY_GRACE_MS = 5_000

/** Every saga ends exactly once, and no hold outlives its time. */
export const endings: Invariant = {
  number: 6,
  name: 'every saga ends exactly once',
  check: (facts) => {
    const waitingOf = waitingIn(facts)
    return [
      ...[...facts.sagas.values()].flatMap((saga) => [...endedTwice(saga), ...heldTooLong(facts, saga)]),
      ...progressOf(facts).stuck.flatMap((saga) => stuck(facts, saga, waitingOf(saga.facts))),
    ]
  },
}

function endedTwice(saga: Saga): Violation[] {
  const ends = endingsOf(saga).map(({ type }) => type)
  return ends.length > 1 ? [blame(saga, `it ended ${ends.length} times: ${ends.join(', ')}`)] : []
}

function heldTooLong(facts: Facts, saga: Saga): Violation[] {
  const { nowMs } = facts
  const last = lastOf(saga, 'reservation')
  if (last?.type !== 'ReservationHeld' || isDown(facts, 'reservation')) return []
  const lateMs = nowMs - Date.parse(last.data.holdExpiresAt ?? '')
  return lateMs > EXPIRY_GRACE_MS ? [blame(saga, `still held ${seconds(lateMs)} after its hold ran out`)] : []
}

/** Says where it stopped and what holds it up. One that waits for a service that is down goes on when that is back. */
function stuck(facts: Facts, saga: Saga, waiting: readonly Waiting[]): Violation[] {
  if (waiting.some(({ service }) => isDown(facts, service))) return []
  const { nowMs } = facts
  const last = saga.facts.reduce((a, b) => (b.timeMs > a.timeMs ? b : a))
  const since = `nothing has happened for ${seconds(nowMs - last.timeMs)} since ${last.type}`
  return [blame(saga, `it is stuck: ${[since, ...waiting.map((one) => waitingText(one, nowMs))].join('; ')}`)]
}

const isDown = ({ lacks }: Facts, name: string): boolean =>
  lacks.some(({ service, what }) => service === name && what === undefined)

const seconds = (ms: number): string => `${Math.round(ms / 1000)} s`

const blame = (saga: Saga, what: string): Violation => ({ invariant: endings.number, what, ids: sagaIds(saga) })
