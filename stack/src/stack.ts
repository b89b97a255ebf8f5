import type { ProcessStatus } from '@bistro/client/control'
import { Aborted, StackError } from '@bistro/client/errors'
import type { Manifest } from '@bistro/client/manifest'
import type { ProcessName, ServiceName } from '@bistro/client/names'
import type { Flags, StackContext } from './context.ts'
import { assertBrokers, assertMode, recordBrokers, recordMode } from './data-mode.ts'
import { describe } from './describe.ts'
import { assertDiskSpace } from './disk-space.ts'
import { claimVolumes, removeContainers, removeContainersAtExit } from './docker/resources.ts'
import { infrastructureOf } from './infrastructure.ts'
import { acquireLock, type StackLock } from './lock.ts'
import { removeManifest, writeManifest } from './manifest-file.ts'
import { type Choice, chooseMode, nextAttempt } from './mode.ts'
import { stopOrphans } from './orphans.ts'
import { addPartitions } from './parts/kafka-partitions.ts'
import { createDataDir, type DataPaths, dataPaths, logFileOf } from './paths.ts'
import { assertPortsFree, findFreePortBase } from './ports.ts'
import type { ProcessSpec } from './process/managed-process.ts'
import { setBatchScheduling } from './process/scheduling.ts'
import { Progress, type ProgressListener } from './progress.ts'
import { scale } from './replicas.ts'
import { loadSecrets } from './secrets.ts'
import { settingsFrom } from './settings.ts'
import { startEverything, startInMemory } from './start-parts.ts'
import { Supervisor } from './supervisor.ts'

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
  /** Told when a process has crashed on purpose (BISTRO_FAULTS=on), before it is started again. */
  readonly onInjectedCrash?: (name: ProcessName) => void
  /** Gives the start up: what runs is stopped, and `startStack` throws Aborted. */
  readonly signal?: AbortSignal
}

export interface RunningStack {
  readonly manifest: Manifest
  readonly process: {
    /** SIGKILL; resolves when the process is gone. */
    kill(name: ProcessName): Promise<void>
    stop(name: ProcessName): Promise<void>
    /** With these settings beside its own, from now on. Resolves when the process is ready. */
    start(name: ProcessName, settings?: Readonly<Record<string, string>>): Promise<void>
  }
  /** Gives a topic this many partitions, as the admin. Throws a StackError where it has more, and where there is no broker. */
  partition(topic: string, partitions: number): Promise<void>
  /**
   * Has a service run in so many processes on one database and in one group; resolves when all are ready. Throws a StackError
   * for what is no service, for fewer than one and for more than a topic has partitions, and in mode memory.
   */
  scale(service: ServiceName, processes: number): Promise<void>
  status(): ProcessStatus[]
  /** How a process is started: by it, another one like it can be. */
  specOf(name: ProcessName): ProcessSpec
  /** Stops everything in reverse order; nothing is left running. */
  stop(): Promise<void>
  /** Kills everything at once. */
  killNow(): void
}

/** Starts all parts on this machine; resolves when every one is ready. On failure nothing is left running. */
export async function startStack(options: StackOptions): Promise<RunningStack> {
  const choice = await chooseMode(process.env.BISTRO_STACK)
  return openStack(options, choice, starterOf(choice))
}

type StartParts = (context: StackContext) => Promise<void>

const starterOf =
  (choice: Choice): StartParts =>
  (context) =>
    choice.mode === 'memory'
      ? startInMemory(context, infrastructureOf(context, choice))
      : startEverything(context, infrastructureOf(context, choice))

/** Takes the data directory, lets `startParts` bring up the parts, and describes the result in the manifest. */
export async function openStack(options: StackOptions, choice: Choice, startParts: StartParts): Promise<RunningStack> {
  setBatchScheduling()
  const paths = dataPaths(options.dataDir)
  createDataDir(paths)
  assertDiskSpace(paths.root)
  const portBase = options.portBase === 'free' ? await findFreePortBase() : options.portBase
  const settings = settingsFrom(options.settings ?? {})
  const lock = acquireLock(paths.lock, portBase)
  const abort = new AbortController()
  const signal = AbortSignal.any([abort.signal, ...(options.signal ? [options.signal] : [])])
  const { flags = {} } = options
  const context = { ...contextOf(options, paths, lock), portBase, settings, flags, signal, giveUp: () => abort.abort() }
  const close = closer(context, lock, choice.mode === 'docker' ? removeContainersAtExit(paths.root) : () => {})
  try {
    assertMode(paths, choice.mode)
    assertBrokers(paths, choice.mode, settings)
    await cleanUpAfterCrash(context, lock, choice)
    await assertPortsFree(portBase)
    if (choice.mode !== 'local') context.progress.note(`Mode ${choice.mode}: ${choice.reason}.`)
    recordBrokers(paths, settings)
    await startParts(context).catch((error: unknown) => withNextAttempt(error, choice))
    context.signal.throwIfAborted()
    recordMode(paths, choice.mode)
  } catch (error) {
    await close()
    throw options.signal?.aborted ? new Aborted() : error
  }
  return running(context, choice, close)
}

/** Throws the error again, and says which mode may be tried next, unless it says itself what may be typed instead. */
async function withNextAttempt(error: unknown, { mode }: Choice): Promise<never> {
  if (!(error instanceof StackError)) throw error
  throw new StackError(error.message, error.next, { cause: error, instead: error.instead ?? (await nextAttempt(mode)) })
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
      onInjectedCrash: (name) => options.onInjectedCrash?.(name),
    })
    return { paths, supervisor, secrets: loadSecrets(paths.secrets), progress: new Progress(options.onProgress) }
  } catch (error) {
    lock.release()
    throw error
  }
}

function running(context: StackContext, choice: Choice, close: () => Promise<void>): RunningStack {
  const { supervisor, paths } = context
  const publish = (): void => {
    if (!supervisor.isStopping) writeManifest(paths.manifest, describe(context, choice.mode))
  }
  const andPublish =
    <Rest extends unknown[]>(act: (name: ProcessName, ...rest: Rest) => Promise<void>) =>
    async (name: ProcessName, ...rest: Rest) => {
      await act(name, ...rest)
      publish()
    }
  publish()
  supervisor.whenChanged(publish)
  const oneByOne = inTurn()
  return {
    manifest: describe(context, choice.mode),
    process: {
      kill: andPublish((name) => supervisor.kill(name)),
      stop: andPublish((name) => supervisor.stop(name)),
      start: andPublish((name, settings?: Readonly<Record<string, string>>) => supervisor.start(name, settings)),
    },
    partition: (topic, partitions) => addPartitions(context, choice.mode, topic, partitions),
    scale: (service, processes) =>
      oneByOne(async () => {
        await scale(context, choice.mode, service, processes).finally(publish)
      }),
    status: () => supervisor.status(),
    specOf: (name) => supervisor.specOf(name),
    stop: close,
    killNow: supervisor.killAllNow,
  }
}

/** Lets pieces of work wait for each other. */
function inTurn(): (work: () => Promise<void>) => Promise<void> {
  let last = Promise.resolve()
  return (work) => {
    const done = last.then(work)
    last = done.catch(() => {})
    return done
  }
}

/** Stops everything, once, however often it is called. */
function closer({ supervisor, paths }: StackContext, lock: StackLock, afterwards: () => void): () => Promise<void> {
  let closing: Promise<void> | undefined
  const close = async (): Promise<void> => {
    removeManifest(paths.manifest)
    await supervisor.stopAll()
    afterwards()
    lock.release()
  }
  return () => {
    closing ??= close()
    return closing
  }
}

async function cleanUpAfterCrash(context: StackContext, lock: StackLock, { mode }: Choice): Promise<void> {
  const { progress, paths } = context
  removeManifest(paths.manifest)
  const processes = await stopOrphans(lock.orphans)
  const containers = mode === 'docker' ? removeContainers(paths.root) : []
  const stopped = new Set([...processes, ...containers])
  if (stopped.size > 0)
    progress.note(`The last stack on this data directory crashed. Stopped its processes: ${[...stopped].join(', ')}.`)
  if (mode === 'docker') claimVolumes(context)
}
