import { type Breaks, deafTo } from '@bistro/kit/faults'

/** Safety nets of this service that can be removed on purpose. */
export const breaks: Breaks = {
  'no-undo-shipping': deafTo('shipping', 'OrderCancellationRequested', 'the carrier is never asked to cancel'),
}
