import type { EventOf } from '@bistro/events'
import type { RecordedEvent } from '@bistro/kit'
import { EXPIRY_GRACE_MS } from '@bistro/oracle'
import type { Simulation } from '../simulation.ts'

/** A process may have claimed the timer and died: then its lease must end first, by a clock that may be ahead. */
const LEASE_AND_SKEW_MS = 7_000
const LOOK_AGAIN_MS = 5_000

/** Lets the oracle check that the hold has ended in time, as soon as the reservation service has been up for long enough. */
export function watchHold(simulation: Simulation, held: RecordedEvent): void {
  const { holdExpiresAt } = held.data as EventOf<'ReservationHeld'>['data']
  look(simulation, held.stream, Date.parse(holdExpiresAt))
}

function look(simulation: Simulation, reservationId: string, expiresMs: number): void {
  const { agenda, sites, watch } = simulation
  const afterMs = Math.max(LOOK_AGAIN_MS, expiresMs + EXPIRY_GRACE_MS - agenda.nowMs)
  agenda.timer(afterMs, () => {
    if (!watch.isHeld(reservationId)) return
    const { up, lastDownMs, processes } = sites.reservation
    const wasDown =
      up.length < processes.length ||
      lastDownMs > Math.min(expiresMs, agenda.nowMs - EXPIRY_GRACE_MS) - LEASE_AND_SKEW_MS
    if (wasDown) return look(simulation, reservationId, agenda.nowMs)
    watch.overdue(reservationId)
  })
}
