import { fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Manifest } from '@bistro/client'
import { FAST_WORLD } from '@bistro/stack'
import type { HostMessage, HostOrder, Progress, StopRequest } from './stack-host.ts'

const HOST = join(import.meta.dirname, 'stack-host.ts')

export interface HostedStackOptions extends Partial<Omit<HostOrder, 'isTemporary'>> {
  readonly onProgress?: (step: Progress) => void
}

/** A stack in a process of its own, which does not outlive this one. */
export interface HostedStack {
  readonly manifest: Manifest
  readonly controlSocket: string
  readonly dataDir: string
  readonly hostPid: number
  /** Stops everything and removes the data, unless it is to be kept or the directory was given. */
  stop(request?: StopRequest): Promise<void>
}

/** Starts a stack, by default in a new directory, on free ports, with a fast card provider and carrier. @throws where it does not start. */
export async function startHostedStack({ onProgress, ...given }: HostedStackOptions = {}): Promise<HostedStack> {
  const dataDir = given.dataDir ?? mkdtempSync(join(tmpdir(), 'bistro-e2e-'))
  const isTemporary = given.dataDir === undefined
  const order: HostOrder = { portBase: 'free', settings: FAST_WORLD, ...given, dataDir, isTemporary }
  // In a process group of its own, so that Ctrl-C does not reach it before its users have ended.
  const host = fork(HOST, [JSON.stringify(order)], { execArgv: [], detached: true })
  const exited = once(host, 'exit')
  const ready = Promise.withResolvers<Extract<HostMessage, { kind: 'ready' }>>()
  // Its last message may come after its exit, and before its channel closes.
  Promise.all([exited, once(host, 'disconnect')]).then(() =>
    ready.reject(new Error('The process that hosts the stack ended.')),
  )
  host.on('message', (message: HostMessage) => {
    if (message.kind === 'progress') onProgress?.(message.step)
    else if (message.kind === 'ready') ready.resolve(message)
    else ready.reject(new Error(`The stack did not start: ${message.message}`))
  })
  const { manifest, controlSocket } = await ready.promise
  const stop = async (request: StopRequest = { keepData: false }): Promise<void> => {
    if (host.connected) host.send(request)
    await exited
  }
  return { manifest, controlSocket, dataDir, hostPid: host.pid ?? 0, stop }
}
