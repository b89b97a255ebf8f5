import { connect } from 'node:net'
import { createInterface } from 'node:readline'
import { StackError } from '../errors.ts'
import type { ProcessName } from '../names.ts'
import type { ControlAnswer, ControlRequest, ProcessStatus } from './protocol.ts'

/** Nothing listens on the socket. */
export class NoStack extends StackError {
  constructor() {
    super('No stack is running on this data directory, or it is still starting.', 'npm start')
  }
}

/** Asks the running stack to do something; resolves with the state of its processes. Throws a StackError. */
export const askStack = async (path: string, request: ControlRequest): Promise<readonly ProcessStatus[]> =>
  (await ask(path, request)).processes

/** The environment of one of its processes, passwords included. Throws a StackError. */
export const askEnvironment = async (path: string, name: ProcessName): Promise<Readonly<Record<string, string>>> =>
  (await ask(path, { action: 'environment', name })).environment ?? {}

async function ask(path: string, request: ControlRequest): Promise<Extract<ControlAnswer, { ok: true }>> {
  const answer = await converse(path, request)
  if (answer.ok) return answer
  throw new StackError(answer.message, answer.next)
}

function converse(path: string, request: ControlRequest): Promise<ControlAnswer> {
  return new Promise((resolve, reject) => {
    const socket = connect(path)
    const fail = (): void => reject(new NoStack())
    socket.once('error', fail)
    socket.once('close', fail) // has no effect after an answer
    createInterface(socket)
      .once('line', (line) => resolve(JSON.parse(line) as ControlAnswer))
      .on('error', fail)
    socket.write(`${JSON.stringify(request)}\n`)
  })
}
