import { fork } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, mkdirSync, openSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { Aborted, StackError } from '@bistro/client/errors'
import type { Manifest } from '@bistro/client/manifest'
import {
  FAST_WORLD,
  lockOwner,
  orphansOfCrash,
  type ProgressEvent,
  parsePortBase,
  readManifest,
  suggestPortBase,
  takenPorts,
} from '@bistro/stack'
import { dataPaths } from '@bistro/stack/paths'
import type { Lab } from './lab.ts'
import { linkNewPackages } from './link-packages.ts'
import type { CopyPaths } from './places.ts'
import type { HostMessage, HostOrder } from './stack-host.ts'

const HOST = join('workshop', 'src', 'stack-host.ts')
const STOP_TIMEOUT_MS = 60_000
const PAUSE_MS = 50
/** Where a stack is that somebody has started with `npm start`. */
const USUAL_BASE = 4_000

export type StackState = 'running' | 'stopped' | 'crashed'

/** `crashed`: whoever ran it is no more, and has not put things in order. */
export function stateOfStack({ data }: CopyPaths): StackState {
  const { lock, manifest } = dataPaths(data)
  if (lockOwner(lock)) return 'running'
  return readManifest(manifest) === undefined ? 'stopped' : 'crashed'
}

/** Of the stack of a copy; undefined where none is up. */
export function manifestOfCopy(paths: CopyPaths): Manifest | undefined {
  return stateOfStack(paths) === 'running' ? readManifest(dataPaths(paths.data).manifest) : undefined
}

export interface Starting {
  readonly onProgress: (event: ProgressEvent) => void
  readonly signal: AbortSignal
  /** Beside those of every lab and of this one. */
  readonly settings?: Readonly<Record<string, string>>
}

/** Starts the stack of a copy from its code, in the background; resolves when it is ready. @throws StackError, Aborted */
export async function startLabStack(
  paths: CopyPaths,
  lab: Lab,
  portBase: number,
  { onProgress, signal, settings }: Starting,
): Promise<void> {
  mkdirSync(paths.own, { recursive: true })
  linkNewPackages(paths.root)
  const order: HostOrder = {
    dataDir: paths.data,
    portBase,
    settings: { ...FAST_WORLD, BISTRO_FAULTS: 'on', ...lab.settings, ...settings },
  }
  const log = openSync(paths.log, 'a')
  const host = fork(join(paths.root, HOST), [JSON.stringify(order)], {
    cwd: paths.root,
    detached: true,
    execArgv: [],
    stdio: ['ignore', log, log, 'ipc'],
  })
  closeSync(log)
  const stop = (): unknown => host.kill('SIGTERM')
  signal.addEventListener('abort', stop)
  try {
    await untilReady(host, paths, onProgress)
  } catch (error) {
    throw signal.aborted ? new Aborted() : error
  } finally {
    signal.removeEventListener('abort', stop)
  }
  host.disconnect()
  host.unref()
}

function untilReady(
  host: ReturnType<typeof fork>,
  { log }: CopyPaths,
  onProgress: (event: ProgressEvent) => void,
): Promise<void> {
  return new Promise((resolve, reject) => {
    let failure = new StackError(`The stack ended before it was ready. Its log is ${log}.`, `less ${log}`)
    host.on('message', (message: HostMessage) => {
      if (message.kind === 'progress') onProgress(message.event)
      else if (message.kind === 'ready') resolve()
      else failure = new StackError(message.message, message.next)
    })
    // Its last message may come after its exit, and before its channel closes.
    Promise.all([once(host, 'exit'), once(host, 'disconnect')]).then(() => reject(failure), reject)
  })
}

/** Stops the stack of a copy; one that does not run is no error. @throws StackError where it does not stop */
export async function stopLabStack({ data }: CopyPaths): Promise<boolean> {
  const { lock } = dataPaths(data)
  const owner = lockOwner(lock)
  if (!owner) return false
  process.kill(owner.pid, 'SIGTERM')
  const endMs = Date.now() + STOP_TIMEOUT_MS
  while (lockOwner(lock)) {
    if (Date.now() > endMs)
      throw new StackError(`The stack of the lab does not stop (pid ${owner.pid}).`, `kill -9 ${owner.pid}`)
    await delay(PAUSE_MS)
  }
  return true
}

/** Where a stack can listen: where BISTRO_PORT_BASE says, or where it did before, if that is free, and away from `npm start`. */
export async function portBaseFor({ data }: CopyPaths, before: number | undefined): Promise<number> {
  const { BISTRO_PORT_BASE: wanted } = process.env
  if (wanted) return parsePortBase(wanted)
  // What a crash left running on them is stopped first.
  if (
    before !== undefined &&
    (orphansOfCrash(dataPaths(data).lock).length > 0 || (await takenPorts(before)).length === 0)
  )
    return before
  return suggestPortBase(USUAL_BASE)
}
