import { paymentIdOf } from '@bistro/events'
import type { Live } from '@bistro/oracle'
import type { World } from '../world.ts'

/** What the oracle may ask of the world at any moment. */
export const liveOf = (world: World): Live => ({
  get nowMs() {
    return world.agenda.nowMs
  },
  ledgerOf: (orderId) => world.ports.ledger.get(paymentIdOf(orderId)),
  parcelsOf: (wanted) => [...world.ports.parcels.values()].filter(({ shipmentId }) => shipmentId === wanted),
  hasRead: (reader, { stream }) => reader === 'shipping' && world.cancellationsRead.has(stream),
})
