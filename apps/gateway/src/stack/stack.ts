import { setTimeout as delay } from 'node:timers/promises'
import { askStack, type ControlRequest, NoStack, type ProcessStatus } from '@bistro/client/control'
import { StackError } from '@bistro/client/errors'
import { Problem } from '@bistro/kit/http'

/** A start takes longer at times: what is under way then goes on, and the list of processes shows it. */
const PATIENCE_MS = 5_000

/** The processes of the stack; undefined where no stack of this machine is within reach. */
export async function readProcesses(socket: string): Promise<readonly ProcessStatus[] | undefined> {
  if (socket === '') return undefined
  try {
    return await askStack(socket, { action: 'status' })
  } catch (error) {
    if (error instanceof NoStack) return undefined
    throw error
  }
}

/** Has the stack do something, and waits a while for the result. @throws Problem */
export async function act(socket: string, request: ControlRequest): Promise<void> {
  if (socket === '') throw notThisMachine()
  const asked = askStack(socket, request).catch((error: unknown) => {
    if (error instanceof NoStack) throw notThisMachine()
    if (error instanceof StackError) throw new Problem(409, 'not-possible', error.message)
    throw error
  })
  asked.catch(() => undefined) // may fail after the wait
  await Promise.race([asked, delay(PATIENCE_MS, undefined, { ref: false })])
}

export const notThisMachine = (): Problem =>
  new Problem(
    409,
    'not-this-machine',
    'No stack of this machine is within reach. Where npm start runs it, this works; with docker compose, type docker compose kill|stop|start <name>.',
  )
