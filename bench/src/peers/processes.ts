import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import type { Generator } from '../load/generator.ts'
import type { PeerMessage } from './news.ts'
import { PLACE_VARIABLE, type Place } from './place.ts'

/** A process of a subject. */
export interface PeerProcess {
  readonly pid: number
  /** SIGKILL; resolves when it is gone. */
  kill(): Promise<void>
}

/** Starts a program of a folder beside this file; resolves when it says that it is ready. Its news go to the generator. */
export async function startPeer(
  program: string,
  args: readonly string[],
  place: Place,
  generator: Pick<Generator, 'tell'>,
): Promise<PeerProcess> {
  const child = fork(join(import.meta.dirname, program), args, {
    execArgv: ['--no-deprecation'], // DBOS uses the driver in a way that the driver's next major release forbids
    env: { ...process.env, [PLACE_VARIABLE]: JSON.stringify(place) },
  })
  const ready = Promise.withResolvers<void>()
  child.on('message', (message: PeerMessage) => {
    if (message.kind === 'ready') ready.resolve()
    else generator.tell(message.heard)
  })
  child.once('exit', (code) => ready.reject(new Error(`${program} ended with status ${code} before it was ready`)))
  await ready.promise
  return { pid: child.pid ?? 0, kill: () => kill(child) }
}

async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const exited = once(child, 'exit')
  child.kill('SIGKILL')
  await exited
}
