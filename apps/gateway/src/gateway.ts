import { connectWrittenReader, createWrittenReader, type WrittenReader } from '@bistro/events'
import type { Metrics } from '@bistro/kit/http'
import { type Database, openDatabase } from '@bistro/kit/postgres'
import { createRegistry } from '@bistro/kit/process'
import { type Broadcast, type Clock, Health, type Log, type Logger, type Survey, SYSTEM } from '@bistro/kit/runtime'
import { Readers } from './live/readers.ts'
import { ServicesWatch } from './overview/services-watch.ts'
import { followPlaces } from './places.ts'
import { openServices, type Services } from './services.ts'
import { type GatewaySettings, type ServiceUrls, serviceUrls } from './settings.ts'
import { unhurried } from './unhurried.ts'

/** At the start of the whole system the services and the database come up beside the gateway. */
const START_MS = 15_000
/** What `health` calls it. */
export const DATABASE = 'its database'

/** What the parts of the gateway work with. */
export interface Gateway {
  readonly settings: GatewaySettings
  readonly logger: Logger
  /** What is unavailable, and since when: `/health/ready` and the pages show it. */
  readonly health: Health
  readonly clock: Clock
  readonly metrics: ReturnType<typeof createRegistry>
  /** Its own: where the saga view is. */
  readonly database: Database
  /** Reads every topic. */
  readonly log: Pick<Log, 'subscribe'> & Broadcast
  /** Looks at partitions, offsets and groups; undefined where the log is in memory. */
  readonly survey: Survey | undefined
  /** Reads events of any type. */
  readonly reader: WrittenReader
  readonly services: Services
  /** What the services say of themselves: asked once for all parts. */
  readonly watch: ServicesWatch
  /** Where each service is now. */
  readonly urls: ServiceUrls
  /** Those who follow what happens. */
  readonly readers: Readers
  /** Aborted when the gateway stops: streams end, loops return. */
  readonly signal: AbortSignal
}

/** What differs between a process of its own and one that it shares. */
export interface Surroundings {
  readonly logger: Logger
  readonly log: Pick<Log, 'subscribe'> & Broadcast
  readonly survey?: Survey
  /** Undefined: there is no registry, the schemas of the repository count. */
  readonly registryUrl?: string
}

/** Nothing is connected yet: each part connects when it is used. */
export function openGateway(
  settings: GatewaySettings,
  { logger, log, survey, registryUrl }: Surroundings,
  signal: AbortSignal,
): Gateway {
  const health = new Health(logger, SYSTEM.clock, START_MS)
  const urls = followPlaces(serviceUrls(settings.BISTRO_SERVICES), settings.BISTRO_MANIFEST, signal)
  const services = openServices(urls, settings.BISTRO_OPERATOR_TOKEN, health)
  const readers = new Readers()
  return {
    settings,
    logger,
    health,
    clock: SYSTEM.clock,
    metrics: createRegistry() satisfies Metrics,
    database: openDatabase(settings.BISTRO_POSTGRES_URL),
    log: unhurried(log, () => readers.size > 0, signal),
    survey,
    reader: registryUrl === undefined ? createWrittenReader() : connectWrittenReader(registryUrl),
    services,
    watch: new ServicesWatch(services, health),
    urls,
    readers,
    signal,
  }
}
