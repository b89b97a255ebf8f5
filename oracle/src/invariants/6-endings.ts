import { SERVICES, type ServiceName } from '@bistro/services'
import type { Facts, Invariant, Live, Saga, Violation } from '../facts.ts'
import { blame, endingsOf, lastMoveOf, lastOf, progressOf } from '../saga.ts'

/** How long after its expiry a hold may still exist. */
export const EXPIRY_GRACE_MS = 5_000

const NUMBER = 6

/** Every saga ends exactly once, and no hold outlives its time. */
export const endings: Invariant = {
  number: NUMBER,
  name: 'every saga ends exactly once',
  check: (facts) => [
    ...[...facts.sagas.values()].flatMap((saga) => [
      ...endedTwice(saga),
      ...(isDown(facts, 'reservation') ? [] : heldTooLong(saga, facts)),
    ]),
    ...progressOf(facts).stuck.flatMap((saga) => stuck(facts, saga)),
  ],
  always: { movedBy: ['reservation', 'order'], check: endedTwice },
}

function endedTwice(saga: Saga): Violation[] {
  const ends = endingsOf(saga).map(({ type }) => type)
  return ends.length > 1 ? blame(NUMBER, saga, [`the saga ends ${ends.length} times: ${ends.join(', then ')}`]) : []
}

export const isHeld = (saga: Saga): boolean => lastOf(saga, 'reservation')?.type === 'ReservationHeld'

/** Only valid while the reservation service is up. */
export function heldTooLong(saga: Saga, { nowMs }: Pick<Live, 'nowMs'>): Violation[] {
  if (!isHeld(saga)) return []
  const lateMs = nowMs - Date.parse(lastOf(saga, 'reservation')?.data.holdExpiresAt ?? '')
  return lateMs >= EXPIRY_GRACE_MS
    ? blame(NUMBER, saga, [`the seats are still held ${seconds(lateMs)} after the hold expired`])
    : []
}

/** Says where the saga stopped and what it waits for. A saga that waits for a service that is down is not stuck. */
function stuck(facts: Facts, saga: Saga): Violation[] {
  const waiting = facts.waitingFor(saga)
  if (waiting.some(({ service }) => isDown(facts, service))) return []
  const never = `the saga never ends: nothing has happened for ${seconds(facts.nowMs - lastMoveOf(saga).timeMs)} ${standOf(saga)}`
  return blame(NUMBER, saga, [[never, ...waiting.map(({ text }) => text)].join('; ')])
}

/** The last event of each service in the saga. */
function standOf(saga: Saga): string {
  const last = SERVICES.flatMap((owner) => lastOf(saga, owner) ?? [])
  return `(${last.map(({ service, type }) => `${service}: ${type}`).join(', ')})`
}

const isDown = ({ lacks }: Facts, name: ServiceName): boolean =>
  lacks.some(({ service, what }) => service === name && what === undefined)

const seconds = (ms: number): string => `${Math.round(ms / 1000)} s`
