import { chmodSync, rmSync } from 'node:fs'
import { createServer, type Socket } from 'node:net'
import { createInterface } from 'node:readline'
import type { ControlAnswer, ControlRequest } from '@bistro/client/control'
import { StackError } from '@bistro/client/errors'
import type { RunningStack } from '../stack.ts'

const OWNER_ONLY = 0o600

export interface ControlServer {
  close(): void
}

/** Lets `npm run stack` and the gateway act on a running stack through a socket that only its owner may use. */
export async function serveControl(stack: RunningStack, path: string): Promise<ControlServer> {
  rmSync(path, { force: true }) // a crash leaves it behind; the lock tells that nobody else listens
  const server = createServer((socket) => converse(stack, socket))
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(path, resolve)
  })
  chmodSync(path, OWNER_ONLY)
  return {
    close: () => {
      server.close()
      rmSync(path, { force: true })
    },
  }
}

function converse(stack: RunningStack, socket: Socket): void {
  socket.on('error', () => {}) // the asker has gone; what it asked for is done all the same
  createInterface(socket).once('line', async (line) => {
    socket.end(`${JSON.stringify(await answer(stack, line))}\n`)
  })
}

async function answer(stack: RunningStack, line: string): Promise<ControlAnswer> {
  try {
    const request = JSON.parse(line) as ControlRequest
    await act(stack, request)
    const environment = request.action === 'environment' ? stack.specOf(request.name).env : undefined
    return { ok: true, processes: stack.status(), environment }
  } catch (error) {
    const next = error instanceof StackError ? error.next : undefined
    return { ok: false, message: error instanceof Error ? error.message : String(error), next }
  }
}

async function act(stack: RunningStack, request: ControlRequest): Promise<void> {
  if (request.action === 'start') await stack.process.start(request.name, request.settings)
  else if (request.action === 'partition') await stack.partition(request.topic, request.partitions)
  else if (request.action === 'scale') await stack.scale(request.service, request.processes)
  else if (request.action !== 'status' && request.action !== 'environment')
    await stack.process[request.action](request.name)
}
