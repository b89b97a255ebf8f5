import { Aborted } from '@bistro/client/errors'
import type { Manifest } from '@bistro/client/manifest'
import { type ControlServer, parsePortBase, type RunningStack, serveControl, startStack } from '@bistro/stack'
import { controlSocket, dataDirFrom } from '@bistro/stack/paths'
import { type Interrupts, listenForInterrupts } from '../terminal/interrupts.ts'
import { progressPrinter } from '../terminal/progress-printer.ts'
import { say, style } from '../terminal/style.ts'
import { runningManifest } from './manifest.ts'

/** A stack in the foreground of a terminal: it stops at Ctrl-C, and `npm run stack` acts on it. */
export interface Session {
  readonly stack: RunningStack
  readonly interrupts: Interrupts
  stop(): Promise<void>
}

/** Starts the stack that the environment describes, with a line for each part. Throws StackError or Aborted. */
export async function openSession(): Promise<Session> {
  const dataDir = dataDirFrom(process.env.BISTRO_DATA_DIR)
  const portBase = parsePortBase(process.env.BISTRO_PORT_BASE)
  const interrupts = listenForInterrupts()
  interrupts.interrupted.then(sayStopping)
  const printer = progressPrinter()
  try {
    const stack = await startStack({
      dataDir,
      portBase,
      settings: process.env,
      signal: interrupts.signal,
      onProgress: printer.onProgress,
      onDeath: (name, how) => {
        if (!interrupts.signal.aborted)
          say(style.red(`${name} died (${how}). To start it again: npm run stack -- start ${name}`))
      },
      onInjectedCrash: (name) => say(style.yellow(`${name} crashed on purpose and is started again.`)),
    })
    return await withControl(stack, interrupts, dataDir)
  } finally {
    printer.end()
  }
}

async function withControl(stack: RunningStack, interrupts: Interrupts, dataDir: string): Promise<Session> {
  const control = await serveControl(stack, controlSocket(dataDir)).catch(async (error: unknown) => {
    await stack.stop()
    throw error
  })
  return { stack, interrupts, stop: () => stopSession(stack, control, interrupts) }
}

async function stopSession(stack: RunningStack, control: ControlServer, interrupts: Interrupts): Promise<void> {
  if (!interrupts.signal.aborted) sayStopping()
  control.close()
  await stack.stop()
  say(style.dim('Stopped. Nothing is left running. Data and logs are kept.'))
}

const sayStopping = (): void => say(style.dim('Stopping ... (Ctrl-C again kills everything at once)'))

/** Does `work` on the stack that runs already, or else on one of its own, which is stopped afterwards or at Ctrl-C. */
export async function withStack(work: (manifest: Manifest, own?: Interrupts) => Promise<number>): Promise<number> {
  const manifest = runningManifest()
  if (manifest) return work(manifest)
  const session = await openSession()
  try {
    return await unlessInterrupted(session.interrupts, work(session.stack.manifest, session.interrupts))
  } finally {
    await session.stop()
  }
}

/** The result of `work`, unless Ctrl-C comes first: then it throws Aborted. */
export const unlessInterrupted = <Result>({ interrupted }: Interrupts, work: Promise<Result>): Promise<Result> =>
  Promise.race([
    work,
    interrupted.then(() => {
      throw new Aborted()
    }),
  ])
