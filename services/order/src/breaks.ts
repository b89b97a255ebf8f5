import { type Breaks, deciding, statusOf } from '@bistro/kit/faults'

const withoutJoin = deciding('order', ({ type }, state) =>
  type === 'RecordSeats' && statusOf(state) === 'validated' ? { ignored: 'not-paid-yet' } : undefined,
)

/** Safety nets of this service that can be removed on purpose. */
export const breaks: Breaks = {
  'no-join': {
    what: 'An order ignores the confirmed reservation if it arrives before the payment, and waits for it for ever.',
    changed: withoutJoin,
  },
}
