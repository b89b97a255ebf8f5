import type { Service } from '../model/service.ts'
import type { Clock } from './clock.ts'
import type { Codec } from './codec.ts'
import type { Health } from './health.ts'
import type { Log } from './log.ts'
import type { Logger } from './logger.ts'
import type { Meter } from './meter.ts'
import type { Random } from './random.ts'
import type { Store } from './store.ts'

/** What a service is run with. */
export interface Parts {
  readonly service: Service
  readonly store: Store
  readonly log: Log
  readonly codec: Codec
  /** What the service's effects call. */
  readonly ports: unknown
  readonly logger: Logger
  readonly meter: Meter
  /** Where unavailable dependencies are reported; `/health/ready` shows them. */
  readonly health: Health
  readonly clock: Clock
  readonly random: Random
}
