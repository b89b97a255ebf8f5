import type { Flags, StackContext } from './context.ts'
import { describe } from './describe.ts'
import { Aborted } from './errors.ts'
import { keepMode } from './keep-mode.ts'
import { stopLeftovers } from './leftovers.ts'
import { acquireLock, type StackLock } from './lock.ts'
import { type Manifest, removeManifest, writeManifest } from './manifest.ts'
import { type Choice, chooseMode } from './mode.ts'
import type { ProcessName } from './names.ts'
import { createDataDir, type DataPaths, dataPaths, logFileOf } from './paths.ts'
import { assertPortsFree, findFreePortBase } from './ports.ts'
import { Progress, type ProgressListener } from './progress.ts'
import { raiseEverything, raiseInMemory } from './raise.ts'
import { loadSecrets } from './secrets.ts'
import { settingsFrom } from './settings.ts'
import { type ProcessStatus, Supervisor } from './supervisor.ts'

export interface StackOptions {
  /** Absolute path; made when it is not there, kept when the stack stops. */
  readonly dataDir: string
  /** The number that all ports are counted from; `free` finds one. */
  readonly portBase: number | 'free'
  /** BISTRO_* settings that differ from the defaults, such as `BISTRO_PSP_LATENCY_MS`. */
  readonly settings?: Readonly<Record<string, string | undefined>>
  /** Flags of a process's program (Node, Java or Postgres) after those it has anyway, such as `--cpu-prof`. */
  readonly flags?: Flags
  readonly onProgress?: ProgressListener
  /** Told when a process ends that nobody asked to end. It is not restarted. */
  readonly onDeath?: (name: ProcessName, how: string) => void
  /** Gives the start up: what runs is stopped, and `startStack` throws Aborted. */
  readonly signal?: AbortSignal
}

export interface RunningStack {
  readonly manifest: Manifest
  readonly process: {
    /** SIGKILL; resolves when the process is gone. */
    kill(name: ProcessName): Promise<void>
    stop(name: ProcessName): Promise<void>
    /** Resolves when the process is ready. */
    start(name: ProcessName): Promise<void>
  }
  status(): ProcessStatus[]
  /** Stops everything in reverse order; nothing is left running. */
  stop(): Promise<void>
  /** Kills everything at once. */
  killNow(): void
}

/** Starts all parts on this machine; resolves when every one is ready. On failure nothing is left running. */
export async function startStack(options: StackOptions): Promise<RunningStack> {
  const choice = await chooseMode(process.env.BISTRO_STACK)
  return openStack(options, choice, raiserOf(choice))
}

type Raise = (context: StackContext) => Promise<void>

const raiserOf = (choice: Choice): Raise =>
  choice.mode === 'local' ? (context) => raiseEverything(context, choice.javaVersion) : raiseInMemory

/** Takes the data directory, lets `raise` bring up the parts, and describes the result in the manifest. */
export async function openStack(options: StackOptions, choice: Choice, raise: Raise): Promise<RunningStack> {
  const paths = dataPaths(options.dataDir)
  createDataDir(paths)
  const portBase = options.portBase === 'free' ? await findFreePortBase() : options.portBase
  const settings = settingsFrom(options.settings ?? {})
  const lock = acquireLock(paths.lock, portBase)
  const abort = new AbortController()
  const signal = AbortSignal.any([abort.signal, ...(options.signal ? [options.signal] : [])])
  const { flags = {} } = options
  const context = { ...contextOf(options, paths, lock), portBase, settings, flags, signal, giveUp: () => abort.abort() }
  const close = closer(context, lock)
  try {
    await clearAway(context, lock)
    await assertPortsFree(portBase)
    keepMode(paths, choice.mode)
    await raise(context)
    context.signal.throwIfAborted()
  } catch (error) {
    await close()
    throw options.signal?.aborted ? new Aborted() : error
  }
  return running(context, choice, close)
}

function contextOf(
  options: StackOptions,
  paths: DataPaths,
  lock: StackLock,
): Pick<StackContext, 'paths' | 'secrets' | 'supervisor' | 'progress'> {
  try {
    const supervisor = new Supervisor({
      logFileOf: (name) => logFileOf(paths, name),
      record: lock.record,
      onDeath: (name, how) => options.onDeath?.(name, how),
    })
    return { paths, supervisor, secrets: loadSecrets(paths.secrets), progress: new Progress(options.onProgress) }
  } catch (error) {
    lock.release()
    throw error
  }
}

function running(context: StackContext, choice: Choice, close: () => Promise<void>): RunningStack {
  const { supervisor, paths } = context
  const publish = (): void => writeManifest(paths.manifest, describe(context, choice.mode))
  const andPublish = (act: (name: ProcessName) => Promise<void>) => async (name: ProcessName) => {
    await act(name)
    publish()
  }
  publish()
  return {
    manifest: describe(context, choice.mode),
    process: {
      kill: andPublish((name) => supervisor.kill(name)),
      stop: andPublish((name) => supervisor.stop(name)),
      start: andPublish((name) => supervisor.start(name)),
    },
    status: () => supervisor.status(),
    stop: close,
    killNow: supervisor.killAllNow,
  }
}

/** Stops everything, once, however often it is called. */
function closer({ supervisor, paths }: StackContext, lock: StackLock): () => Promise<void> {
  let closing: Promise<void> | undefined
  const close = async (): Promise<void> => {
    removeManifest(paths.manifest)
    await supervisor.stopAll()
    lock.release()
  }
  return () => {
    closing ??= close()
    return closing
  }
}

async function clearAway({ progress, paths }: StackContext, lock: StackLock): Promise<void> {
  removeManifest(paths.manifest)
  const stopped = await stopLeftovers(lock.leftovers)
  if (stopped.length > 0)
    progress.note(`The last stack here ended without stopping; stopped what it left: ${stopped.join(', ')}.`)
}
