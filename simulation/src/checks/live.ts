import { paymentIdOf } from '@bistro/events'
import type { Live } from '@bistro/oracle'
import type { Simulation } from '../simulation.ts'

/** What the oracle may ask of the simulation at any moment. */
export const liveOf = (simulation: Simulation): Live => ({
  get nowMs() {
    return simulation.agenda.nowMs
  },
  ledgerOf: (orderId) => simulation.ports.ledger.get(paymentIdOf(orderId)),
  parcelsOf: (wanted) => [...simulation.ports.parcels.values()].filter(({ shipmentId }) => shipmentId === wanted),
  hasRead: (reader, { stream }) => reader === 'shipping' && simulation.cancellationsRead.has(stream),
})
