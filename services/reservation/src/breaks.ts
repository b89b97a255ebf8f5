import { type Breaks, deafTo } from '@bistro/kit/faults'

/** Safety nets of this service that can be removed on purpose. */
export const breaks: Breaks = {
  'no-undo-reservation': deafTo('reservation', 'OrderCancelled', 'seats stay taken'),
  'no-expiry': {
    what: 'Holds never expire: unpaid seats stay taken.',
    changed: (service) => ({ ...service, timers: [] }),
  },
}
