import type { Logger } from 'pino'
import Type from 'typebox'
import { createKafkaLog } from '../kafka/index.ts'
import type { Application, ConnectCodec } from './application.ts'
import { instanceName } from './instance.ts'
import { createLogger } from './logger.ts'
import { KafkaSettings, readSettings, ServiceSettings, SettingsError } from './settings.ts'
import { type RunningService, startService } from './start-service.ts'

/** Work that takes longer is left to be redelivered. */
const DRAIN_TIMEOUT_MS = 10_000
const SIGNALS = ['SIGTERM', 'SIGINT'] as const

/**
 * A service as a process of its own, on Postgres and Kafka: reads the environment, starts, and stops on SIGTERM or
 * SIGINT. Exit status 0 after a drained stop, 1 otherwise; a second signal ends it at once.
 */
export async function run(application: Application, connectCodec: ConnectCodec): Promise<void> {
  const settings = settingsOrExit(application)
  const logger = createLogger(application.name, settings.BISTRO_LOG_LEVEL)
  const exit = exitAfterLastWords(logger)
  process.on('unhandledRejection', exit('unhandled promise rejection'))
  process.on('uncaughtException', exit('uncaught exception'))
  let running: RunningService | undefined
  onSignal(logger, () => running)
  try {
    running = await startService(application, {
      env: process.env,
      logger,
      codec: connectCodec({ registryUrl: settings.BISTRO_REGISTRY_URL }),
      openLog: () =>
        createKafkaLog({
          brokers: settings.BISTRO_KAFKA_BROKERS.split(','),
          clientId: application.name,
          instance: instanceName(application.name, settings.BISTRO_HTTP_PORT),
          username: settings.BISTRO_KAFKA_USER,
          password: settings.BISTRO_KAFKA_PASSWORD,
          caFile: settings.BISTRO_KAFKA_CA_FILE,
          logger,
        }),
    })
    running.crashed.then(exit('the consumer ended'))
  } catch (error) {
    exit('start failed')(error)
  }
}

/** Prints all faults of the environment at once, as plain text: the log level is not known yet. */
function settingsOrExit({ name, settings }: Application) {
  const all = Type.Object({ ...ServiceSettings.properties, ...KafkaSettings.properties })
  try {
    readSettings(Type.Object({ ...all.properties, ...settings.properties }), process.env)
    return readSettings(all, process.env)
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error
    process.stderr.write(`${name}: ${error.message}\n`)
    process.exit(1)
  }
}

const exitAfterLastWords = (logger: Logger) => (text: string) => (error: unknown) => {
  logger.fatal({ err: error }, `${text}: ${error instanceof Error ? error.message : error}`)
  process.exit(1)
}

function onSignal(logger: Logger, running: () => RunningService | undefined): void {
  let stopping = false
  for (const signal of SIGNALS)
    process.on(signal, () => {
      if (stopping) process.exit(1)
      stopping = true
      logger.info({ signal }, 'stopping')
      setTimeout(
        exitAfterLastWords(logger)('drain timed out'),
        DRAIN_TIMEOUT_MS,
        new Error(`work is still under way after ${DRAIN_TIMEOUT_MS} ms`),
      ).unref()
      stop(logger, running())
    })
}

async function stop(logger: Logger, running: RunningService | undefined): Promise<void> {
  await running?.stop()
  logger.info({}, 'stopped')
  process.exit(0)
}
