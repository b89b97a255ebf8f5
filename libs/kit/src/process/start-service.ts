import type { FastifyBaseLogger } from 'fastify'
import type { Static } from 'typebox'
import { faultyPorts } from '../faults/index.ts'
import { createApi, ownNames, type State } from '../http/index.ts'
import type { Service } from '../model/service.ts'
import { createPostgresStore } from '../postgres/index.ts'
import type { Codec } from '../runtime/codec.ts'
import { Health, type Trouble } from '../runtime/health.ts'
import type { Log } from '../runtime/log.ts'
import { DatabaseLost, topicsWithoutDatabase } from '../runtime/lost-database.ts'
import { watchRegistry } from '../runtime/registry-watch.ts'
import { startRuntime } from '../runtime/start.ts'
import type { Store } from '../runtime/store.ts'
import { SYSTEM } from '../runtime/system.ts'
import type { Application } from './application.ts'
import { settingsOf } from './configured.ts'
import { Breakage } from './faults/breakage.ts'
import { connectWith } from './faults/connect.ts'
import { LateRuntime } from './late-runtime.ts'
import { listen } from './listen.ts'
import { createMeter } from './meter.ts'
import { retryUntilReady } from './retry.ts'
import { type Environment, type ServiceSettings, SettingsError } from './settings.ts'
import { onTopics } from './topics.ts'

export interface ServiceParts {
  readonly env: Environment
  readonly logger: FastifyBaseLogger
  /** Retried while it fails with `retryable`; closed with the service. */
  openLog(of: { readonly service: Service; readonly store: Store }): Promise<Log>
  readonly codec: Codec
  /** Default: Postgres. */
  openStore?(): Store
  /** Called by an injected crash. Default: `process.exit`. */
  exit?(status: number): void
}

export interface RunningService {
  readonly url: string
  /** Resolves with the error that ended its consumer: the service must be restarted. */
  readonly crashed: Promise<Error>
  /** Becomes unready, drains requests, stops the runtime, releases everything in reverse order. */
  stop(): Promise<void>
}

/**
 * Runs a service in this process. Resolves when it is ready.
 * @throws SettingsError, or an error that names the missing dependency
 */
export async function startService(application: Application, parts: ServiceParts): Promise<RunningService> {
  const { logger, codec } = parts
  const settings = settingsOf(application, parts.env)
  const faults = settings.BISTRO_FAULTS === 'on' ? breakageOf(application, settings, parts) : undefined
  const { service: built, routes, ports } = application.build(settings, faults && connectWith(faults.faulty))
  const intact = onTopics(built, settings)
  const service = faults?.around(intact) ?? intact
  const { meter, registry } = createMeter(service)
  faults?.begin(registry)
  const runtime = new LateRuntime(service)
  const health = new Health(logger)
  let phase: string | undefined = 'The service is starting.'
  const state = (): State => ({
    notReady: phase ?? textOf(health.obstacle),
    unavailable: health.troubles,
    faults: faults?.plan,
  })

  await using opened = new AsyncDisposableStack()
  const { BISTRO_HTTP_HOST: host, BISTRO_HTTP_NAMES: names, BISTRO_OPERATOR_TOKEN: operatorToken } = settings
  const access = { names: ownNames(application.name, host, names), operatorToken }
  const api = await createApi({ runtime, routes, ports, logger, registry, access, state, faults })
  const closeApi = () => api.close()
  opened.defer(closeApi)
  const url = await listen(api, host, settings.BISTRO_HTTP_PORT)

  const store = parts.openStore?.() ?? createPostgresStore({ ...databaseOf(settings, service), service })
  opened.defer(() => store.close())
  const [log] = await Promise.all([
    retryUntilReady('the log', health, () => parts.openLog({ service, store })),
    retryUntilReady('its database', health, () => store.check()),
  ])
  opened.defer(() => log.close())
  const reached = faults ? faultyPorts(service, { store, log }, faults.faulty) : { store, log }
  const forgotten = await retryUntilReady('its topic', health, () => topicsWithoutDatabase(service, { store, log }))
  if (forgotten.length > 0) throw new DatabaseLost(service, forgotten)
  const actual = await retryUntilReady('its consumer group', health, () =>
    startRuntime({ service, ...reached, codec, ports, logger, meter, health, ...SYSTEM }),
  )
  opened.defer(() => actual.stop())
  opened.defer(watchRegistry({ codec, health, logger, meter, clock: SYSTEM.clock }))
  // Runs first, before the parts that its requests need are closed; the one above is for a failed start.
  opened.defer(closeApi)
  runtime.arrive(actual)
  phase = undefined
  logger.info({ url }, 'ready')
  const resources = opened.move()
  return {
    url,
    crashed: actual.crashed,
    stop: () => {
      phase = 'The service is stopping.'
      return resources.disposeAsync()
    },
  }
}

/** A service that publishes nothing needs no slot. */
function databaseOf(
  { BISTRO_POSTGRES_URL: url, BISTRO_RELAY: relay, BISTRO_WAL_URL: walUrl }: Static<typeof ServiceSettings>,
  { topic }: Service,
): { readonly url: string; readonly walUrl: string | undefined } {
  if (relay === 'outbox' || topic === undefined) return { url, walUrl: undefined }
  if (walUrl === '') throw new SettingsError(['BISTRO_WAL_URL is missing, and BISTRO_RELAY=wal needs it'])
  return { url, walUrl }
}

const breakageOf = (
  { breaks }: Application,
  { BISTRO_FAULTS_FILE: file }: { BISTRO_FAULTS_FILE: string },
  { logger, exit = process.exit }: ServiceParts,
): Breakage => new Breakage({ breaks, file, logger, exit })

const textOf = (trouble: Trouble | undefined): string | undefined =>
  trouble && `${trouble.what} has been unavailable since ${trouble.since}: ${trouble.reason}`
