import type { FastifyBaseLogger } from 'fastify'
import Type from 'typebox'
import { createApi, ownNames, type State } from '../http/index.ts'
import type { Service } from '../model/service.ts'
import { createPostgresStore } from '../postgres/index.ts'
import type { Codec } from '../runtime/codec.ts'
import { Health, type Trouble } from '../runtime/health.ts'
import type { Log } from '../runtime/log.ts'
import { watchRegistry } from '../runtime/registry-watch.ts'
import { startRuntime } from '../runtime/start.ts'
import type { Store } from '../runtime/store.ts'
import { SYSTEM } from '../runtime/system.ts'
import type { Application } from './application.ts'
import { LateRuntime } from './late-runtime.ts'
import { listen } from './listen.ts'
import { createMeter } from './meter.ts'
import { retryUntilReady } from './retry.ts'
import { type Environment, readSettings, ServiceSettings } from './settings.ts'
import { onTopics } from './topics.ts'

export interface ServiceParts {
  readonly env: Environment
  readonly logger: FastifyBaseLogger
  /** Retried while it fails with `retryable`; closed with the service. */
  openLog(of: { readonly service: Service; readonly store: Store }): Promise<Log>
  readonly codec: Codec
  /** Default: Postgres. */
  openStore?(): Store
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
  const settings = readSettings(
    Type.Object({ ...ServiceSettings.properties, ...application.settings.properties }),
    parts.env,
  )
  const { service: built, routes, ports } = application.build(settings)
  const service = onTopics(built, settings)
  const { meter, registry } = createMeter(service)
  const runtime = new LateRuntime(service)
  const health = new Health(logger)
  let phase: string | undefined = 'The service is starting.'
  const state = (): State => ({ notReady: phase ?? textOf(health.obstacle), unavailable: health.troubles })

  await using opened = new AsyncDisposableStack()
  const { BISTRO_HTTP_HOST: host, BISTRO_HTTP_NAMES: names, BISTRO_OPERATOR_TOKEN: operatorToken } = settings
  const access = { names: ownNames(application.name, host, names), operatorToken }
  const api = await createApi({ runtime, routes, ports, logger, registry, access, state })
  const closeApi = () => api.close()
  opened.defer(closeApi)
  const url = await listen(api, host, settings.BISTRO_HTTP_PORT)

  const store = parts.openStore?.() ?? createPostgresStore({ url: settings.BISTRO_POSTGRES_URL, service })
  opened.defer(() => store.close())
  const [log] = await Promise.all([
    retryUntilReady('the log', health, () => parts.openLog({ service, store })),
    retryUntilReady('its database', health, () => store.check()),
  ])
  opened.defer(() => log.close())
  const actual = await retryUntilReady('its consumer group', health, () =>
    startRuntime({ service, store, log, codec, ports, logger, meter, health, ...SYSTEM }),
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

const textOf = (trouble: Trouble | undefined): string | undefined =>
  trouble && `${trouble.what} has been unavailable since ${trouble.since}: ${trouble.reason}`
