import { topicsOf } from '@bistro/events'
import { services } from '@bistro/saga'
import { SERVICES, type ServiceName } from '@bistro/services'

/** How many services read the events of a publisher. */
const readersOf = (publisher: ServiceName): number =>
  SERVICES.filter((name) => services[name].subscribes.some((topic) => topicsOf(publisher).includes(topic))).length

/** Readers come before publishers: an event that a reader has read is then in the publisher's later snapshot. */
export const LOOKING_ORDER: readonly ServiceName[] = SERVICES.toSorted(
  (one, other) => readersOf(one) - readersOf(other),
)
