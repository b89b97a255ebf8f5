import type { Facts, Invariant, Saga, Violation } from '../facts.ts'
import { endingsOf, lastOf, progressOf, sagaIds } from '../saga.ts'

/** How long after its end a hold may still be one. */
const EXPIRY_GRACE_MS = 5_000

/** Every saga ends exactly once, and no hold outlives its time. */
export const endings: Invariant = {
  number: 6,
  name: 'every saga ends exactly once',
  check: (facts) => [
    ...[...facts.sagas.values()].flatMap((saga) => [...endedTwice(saga), ...heldTooLong(facts, saga)]),
    ...progressOf(facts).stuck.map((saga) => stuck(facts, saga)),
  ],
}

function endedTwice(saga: Saga): Violation[] {
  const ends = endingsOf(saga).map(({ type }) => type)
  return ends.length > 1 ? [blame(saga, `it ended ${ends.length} times: ${ends.join(', ')}`)] : []
}

function heldTooLong({ nowMs }: Facts, saga: Saga): Violation[] {
  const last = lastOf(saga, 'reservation')
  if (last?.type !== 'ReservationHeld') return []
  const lateMs = nowMs - Date.parse(last.data.holdExpiresAt ?? '')
  return lateMs > EXPIRY_GRACE_MS ? [blame(saga, `still held ${seconds(lateMs)} after its hold ran out`)] : []
}

/** Says where it stopped and what might hold it up. */
function stuck({ nowMs, owed, parked }: Facts, saga: Saga): Violation {
  const last = saga.facts.reduce((a, b) => (b.timeMs > a.timeMs ? b : a))
  const streams = new Set(saga.facts.map(({ stream }) => stream))
  const causes = [
    ...owed.filter(({ stream }) => streams.has(stream)).map(({ service, name }) => `${service} owes ${name}, overdue`),
    ...parked
      .filter(({ stream }) => streams.has(stream))
      .map((row) => `${row.service} parked ${row.id} (${row.reason})`),
  ]
  const since = `nothing has happened for ${seconds(nowMs - last.timeMs)} since ${last.type}`
  return blame(saga, `it is stuck: ${[since, ...causes].join('; ')}`)
}

const seconds = (ms: number): string => `${Math.round(ms / 1000)} s`

const blame = (saga: Saga, what: string): Violation => ({ invariant: endings.number, what, ids: sagaIds(saga) })
