import { type Breaks, deafTo } from '@bistro/kit/faults'

/** Safety nets of this service that can be removed on purpose. */
export const breaks: Breaks = {
  'no-undo-customer': deafTo('customer', 'OrderCancelled', 'credit stays reserved'),
}
