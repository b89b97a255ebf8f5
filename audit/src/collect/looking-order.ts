import { topicsOf } from '@bistro/events'
import { services } from '@bistro/saga'
import { SERVICES, type ServiceName } from '@bistro/services'

/** How many services read what it publishes. */
const readersOf = (publisher: ServiceName): number =>
  SERVICES.filter((name) => services[name].subscribes.some((topic) => topicsOf(publisher).includes(topic))).length

/** Who hears of something is looked at before who said it: what one service knows, the next one has. */
export const LOOKING_ORDER: readonly ServiceName[] = SERVICES.toSorted(
  (one, other) => readersOf(one) - readersOf(other),
)
