import { readFaults, StackError } from '@bistro/client'
import { askStack, type ProcessStatus } from '@bistro/client/control'
import { acquireLock, freeBytes } from '@bistro/stack'
import { controlSocket, dataPaths, logFileOf } from '@bistro/stack/paths'
import type { FoundLab } from './catalogue.ts'
import { type Check, CouldNotCheck } from './lab.ts'
import { stateOfStack } from './lab-stack.ts'
import type { CopyPaths } from './places.ts'
import type { Verdict } from './progress.ts'
import { isOurs } from './restarts.ts'
import { type OpenWorld, openWorld } from './running-world.ts'
import { startChanged } from './start-changed.ts'

/** What came of a verification. */
export interface Verification {
  readonly verdict: Verdict
  readonly checks: readonly Check[]
  /** Why nothing can be said, and what to type. */
  readonly problem?: { readonly message: string; readonly next: string }
  readonly tookMs: number
}

export interface Verifying {
  readonly answers?: ReadonlyMap<string, string>
  readonly signal: AbortSignal
  readonly tell: (text: string) => void
  /** Of the stack, should all of it be started again, beside those of the lab. */
  readonly settings?: Readonly<Record<string, string>>
}

/** Has the copy's changed code run, and judges what it does. Never throws for what a learner can meet, except when interrupted. */
export async function verifyLab(found: FoundLab, paths: CopyPaths, verifying: Verifying): Promise<Verification> {
  const startedMs = performance.now()
  const ended = (rest: Omit<Verification, 'tookMs'>): Verification => ({
    ...rest,
    tookMs: performance.now() - startedMs,
  })
  try {
    const checks = await aloneIn(paths, () => checksOf(found, paths, verifying))
    return ended({ verdict: checks.every(({ isRight }) => isRight) ? 'right' : 'wrong', checks })
  } catch (error) {
    verifying.signal.throwIfAborted()
    const { message, next } = await explained(error, paths)
    return ended({ verdict: 'could not check', checks: [], problem: { message, next } })
  }
}

async function checksOf(found: FoundLab, paths: CopyPaths, verifying: Verifying): Promise<readonly Check[]> {
  const { lab } = found
  assertRoom(paths)
  if (lab.needs === 'stack') await assertRunning(found, paths, verifying)
  const opened = openWorld({ ...verifying, path: paths.root, dataDir: paths.data })
  if (lab.needs === 'stack') await mendAll(opened)
  const checks = await lab.verify(opened.world).catch(async (error: unknown) => {
    await opened.restore().catch(() => undefined) // what has failed first says more
    throw error
  })
  await opened.restore()
  if (checks.length === 0) throw new CouldNotCheck('The verification has looked at nothing.', 'npm run lab -- list')
  return checks
}

/** What the learner, or a verification that was killed, has broken on purpose says nothing of the code. */
async function mendAll({ world }: OpenWorld): Promise<void> {
  for (const { service, broken } of await readFaults(world.manifest)) {
    if (broken.length === 0) continue
    world.tell(`Mending ${service}, which was broken on purpose ...`)
    await world.mend(service)
  }
}

/** A disk with less than this is full for a database. */
const ROOM_BYTES = 64 * 1024 ** 2

function assertRoom({ root }: CopyPaths): void {
  const free = freeBytes(root)
  if (free < ROOM_BYTES)
    throw new CouldNotCheck(`The disk is full: ${Math.floor(free / 1024 ** 2)} MB are free.`, `df -h ${root}`)
}

async function assertRunning({ lab }: FoundLab, paths: CopyPaths, verifying: Verifying): Promise<void> {
  const next = `npm run lab -- start ${lab.number}`
  const state = stateOfStack(paths)
  if (state === 'crashed') throw new CouldNotCheck('The stack of the lab has crashed, or was killed.', next)
  if (state === 'stopped') throw new CouldNotCheck('The stack of the lab is not running.', next)
  const away = (await downIn(paths)).filter(({ name }) => !isOurs(name))
  if (away.length > 0) throw new CouldNotCheck(away.map(downText).join('\n'), next)
  await startChanged(lab, paths, verifying).catch(asCouldNotCheck)
}

const downText = ({ name, state }: ProcessStatus): string => `${name} is not running (${state}).`

async function downIn({ data }: CopyPaths): Promise<readonly ProcessStatus[]> {
  const status = await askStack(controlSocket(data), { action: 'status' })
  return status.filter(({ state }) => state !== 'running')
}

function asCouldNotCheck(error: unknown): never {
  if (!(error instanceof StackError)) throw error
  throw new CouldNotCheck(error.message, error.next ?? 'npm run lab -- doctor', { cause: error })
}

/** Two verifications of one lab would break and mend the same services. */
async function aloneIn<Result>({ verifyLock }: CopyPaths, work: () => Promise<Result>): Promise<Result> {
  const lock = takeLock(verifyLock)
  try {
    return await work()
  } finally {
    lock.release()
  }
}

function takeLock(file: string): ReturnType<typeof acquireLock> {
  try {
    return acquireLock(file, 0)
  } catch (error) {
    if (error instanceof StackError)
      throw new CouldNotCheck(
        'Another verification of this lab is under way.',
        'npm run lab -- verify   (when it has ended)',
      )
    throw error
  }
}

/** What has failed, and, if a part of the stack has gone meanwhile, which. */
async function explained(error: unknown, paths: CopyPaths): Promise<{ message: string; next: string }> {
  if (error instanceof CouldNotCheck) return { message: error.message, next: error.next }
  const down = await downIn(paths).catch(() => [])
  const gone = down.map((one) => `${downText(one)} Its log: ${logFileOf(dataPaths(paths.data), one.name)}`)
  const { code, message, stack } = error as NodeJS.ErrnoException
  const text = code === 'ENOSPC' ? 'The disk is full.' : `The verification ended early: ${firstLines(stack ?? message)}`
  return { message: [...gone, text].join('\n'), next: 'npm run lab -- start   (starts what is not running)' }
}

const SHOWN_LINES = 4
const firstLines = (text: string): string => text.split('\n').slice(0, SHOWN_LINES).join('\n')
