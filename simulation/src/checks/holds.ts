import type { EventOf } from '@bistro/events'
import type { RecordedEvent } from '@bistro/kit'
import type { Simulation } from '../simulation.ts'

const MAX_LATE_MS = 5_000
/** A process that died may have claimed the timer before; its lease has to run out, by a clock that may be ahead. */
const LEASE_AND_SKEW_MS = 7_000
const LOOK_AGAIN_MS = 5_000

/** Invariant 6: no reservation is still held 5 s after its hold ran out, while its service is up. */
export function watchHold(simulation: Simulation, held: RecordedEvent): void {
  const { holdExpiresAt } = held.data as EventOf<'ReservationHeld'>['data']
  look(simulation, held.stream, Date.parse(holdExpiresAt))
}

function look(simulation: Simulation, reservationId: string, expiresMs: number): void {
  const { agenda, sites, books } = simulation
  const afterMs = Math.max(LOOK_AGAIN_MS, expiresMs + MAX_LATE_MS - agenda.nowMs)
  agenda.timer(afterMs, () => {
    if (books.has('reservation', reservationId, ...NO_LONGER_HELD)) return
    const { up, lastDownMs, processes } = sites.reservation
    const wasDown =
      up.length < processes.length || lastDownMs > Math.min(expiresMs, agenda.nowMs - MAX_LATE_MS) - LEASE_AND_SKEW_MS
    if (wasDown) return look(simulation, reservationId, agenda.nowMs)
    const lateS = Math.round((agenda.nowMs - expiresMs) / 1_000)
    simulation.violate(6, `the seats are still held ${lateS} s after the hold ran out`, reservationId)
  })
}

const NO_LONGER_HELD = [
  'Reservation_confirmed',
  'ReservationExpired',
  'ReservationCancellationRequested',
  'ReservationCancelled',
]
