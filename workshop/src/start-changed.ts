import { StackError } from '@bistro/client'
import { askStack } from '@bistro/client/control'
import type { ProcessName } from '@bistro/client/names'
import { deleteData } from '@bistro/stack'
import { controlSocket } from '@bistro/stack/paths'
import { changedBetween, filesChanged, type Snapshot, snapshotOf } from './changes.ts'
import type { Lab } from './lab.ts'
import { manifestOfCopy, portBaseFor, startLabStack, stopLabStack } from './lab-stack.ts'
import { linkNewPackages } from './link-packages.ts'
import type { CopyPaths } from './places.ts'
import { readRecord, writeRecord } from './record.ts'
import { type Restarts, restartsFor } from './restarts.ts'

interface Starting {
  readonly signal: AbortSignal
  readonly tell: (text: string) => void
  readonly settings?: Readonly<Record<string, string>>
}

/** Has the code of the copy run as it is now: starts what has changed, and what is down, again. @throws StackError with the end of a log */
export async function startChanged(lab: Lab, paths: CopyPaths, starting: Starting): Promise<void> {
  const record = readRecord(paths)
  const now = snapshotOf(paths.root)
  const before = record?.running ?? record?.start ?? now
  const status = await askStack(controlSocket(paths.data), { action: 'status' })
  const restarts = restartsFor(
    changedBetween(before, now),
    status.map(({ name }) => name),
    before,
  )
  if (typeof restarts !== 'string' && restarts.size === 0 && status.every(({ state }) => state === 'running')) return
  await start(restarts, lab, paths, { ...starting, files: filesChanged(before, now) })
  noteRunning(paths, now)
}

/** Starts the stack of a copy that does not run. @throws StackError, Aborted */
export async function startFromRest(
  lab: Lab,
  paths: CopyPaths,
  starting: Parameters<typeof startLabStack>[3],
): Promise<void> {
  const record = readRecord(paths)
  const now = snapshotOf(paths.root)
  const before = record?.running ?? now
  if (restartsFor(changedBetween(before, now), [], before) === 'anew') deleteData(paths.data)
  await startLabStack(paths, lab, await portBaseFor(paths, record?.portBase), starting)
  noteRunning(paths, now)
}

/** Notes which code runs. */
function noteRunning(paths: CopyPaths, running: Snapshot): void {
  const record = readRecord(paths)
  const portBase = manifestOfCopy(paths)?.portBase ?? record?.portBase
  if (record) writeRecord(paths, { ...record, running, ...(portBase && { portBase }) })
}

async function start(
  restarts: Restarts,
  lab: Lab,
  paths: CopyPaths,
  { signal, tell, settings, files }: Starting & { readonly files: readonly string[] },
): Promise<void> {
  linkNewPackages(paths.root)
  if (typeof restarts === 'string') {
    const how = restarts === 'anew' ? ' on new data' : ''
    tell(`Starting the whole stack again${how}, as it depends on ${someOf(files)} ...`)
    const portBase = manifestOfCopy(paths)?.portBase
    await stopLabStack(paths)
    if (restarts === 'anew') deleteData(paths.data)
    return startLabStack(paths, lab, await portBaseFor(paths, portBase), { signal, settings, onProgress: () => {} })
  }
  const socket = controlSocket(paths.data)
  const status = await askStack(socket, { action: 'status' })
  const down = status.filter(({ state }) => state !== 'running').map(({ name }) => name)
  const meant = status.map(({ name }) => name).filter((name) => restarts.has(name) || down.includes(name))
  tell(`Starting ${meant.join(', ')} again, with the code as it is now ...`)
  signal.throwIfAborted()
  const results = await Promise.allSettled(meant.map((name) => again(socket, name, down)))
  const failed = results.find((result) => result.status === 'rejected')
  if (failed) throw failed.reason
}

/** What is no longer up need not stop. */
async function again(socket: string, name: ProcessName, down: readonly ProcessName[]): Promise<void> {
  if (!down.includes(name))
    await askStack(socket, { action: 'stop', name }).catch((error: unknown) => {
      if (!(error instanceof StackError)) throw error
    })
  await askStack(socket, { action: 'start', name })
}

const SHOWN = 3
const someOf = (files: readonly string[]): string =>
  files.length <= SHOWN ? files.join(', ') : `${files.slice(0, SHOWN).join(', ')} and ${files.length - SHOWN} more`
