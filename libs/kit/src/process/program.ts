import type { Logger } from 'pino'
import type { Static, TObject } from 'typebox'
import { collectWhenIdle } from './idle-collection.ts'
import { createLogger } from './logger.ts'
import { readSettings, SettingsError } from './settings.ts'

/** Work that takes longer is left to be redelivered. */
const DRAIN_TIMEOUT_MS = 10_000
const SIGNALS = ['SIGTERM', 'SIGINT'] as const

export interface RunningProgram {
  /** Resolves with the error after which the process must be restarted. */
  readonly crashed: Promise<Error>
  stop(): Promise<void>
}

/** A program: the variables that it reads, and what it does. */
export interface Program<S extends TObject> {
  readonly name: string
  readonly settings: S
  /** Resolves when it is ready. */
  start(settings: Static<S>, logger: Logger): Promise<RunningProgram>
}

/**
 * A program as a process of its own: reads the environment, starts, and stops on SIGTERM or SIGINT. Exit status 0 after a
 * drained stop, what the error says or 1 otherwise; a second signal ends it at once.
 */
export async function runProgram<S extends TObject>({ name, settings: schema, start }: Program<S>): Promise<void> {
  const settings = settingsOrExit(name, schema)
  const logger = createLogger(name, String((settings as Logged).BISTRO_LOG_LEVEL ?? 'info'))
  const exit = exitAfterLastWords(logger)
  process.on('unhandledRejection', exit('unhandled promise rejection'))
  process.on('uncaughtException', exit('uncaught exception'))
  let running: RunningProgram | undefined
  onSignal(logger, () => running)
  try {
    running = await start(settings, logger)
    running.crashed.then(exit('the consumer ended'))
    collectWhenIdle()
  } catch (error) {
    exit('start failed')(error)
  }
}

interface Logged {
  readonly BISTRO_LOG_LEVEL?: unknown
}

/** Prints all faults of the environment at once, as plain text: the log level is not known yet. */
function settingsOrExit<S extends TObject>(name: string, schema: S): Static<S> {
  try {
    return readSettings(schema, process.env)
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error
    process.stderr.write(`${name}: ${error.message}\n`)
    process.exit(1)
  }
}

const exitAfterLastWords = (logger: Logger) => (text: string) => (error: unknown) => {
  logger.fatal({ err: error }, `${text}: ${error instanceof Error ? error.message : error}`)
  process.exit((error as { exitStatus?: number }).exitStatus ?? 1)
}

function onSignal(logger: Logger, running: () => RunningProgram | undefined): void {
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

async function stop(logger: Logger, running: RunningProgram | undefined): Promise<void> {
  await running?.stop()
  logger.info({}, 'stopped')
  process.exit(0)
}
