import { join } from 'node:path'
import { Aborted, type Manifest } from '@bistro/client'
import {
  controlSocket,
  deleteData,
  type RunningStack,
  type StackOptions,
  serveControl,
  startStack,
} from '@bistro/stack'

/** The stack that a host has to start. */
export type HostOrder = Pick<StackOptions, 'dataDir' | 'portBase' | 'settings'> & {
  /** Whether the data is removed when the stack stops. */
  readonly isTemporary: boolean
}

export type Progress = Parameters<NonNullable<StackOptions['onProgress']>>[0]

/** Messages of a host to the process that started it. */
export type HostMessage =
  | { readonly kind: 'progress'; readonly step: Progress }
  | { readonly kind: 'ready'; readonly manifest: Manifest; readonly controlSocket: string }
  | { readonly kind: 'failed'; readonly message: string }

/** The only request that a host accepts. */
export interface StopRequest {
  readonly keepData: boolean
}

// The stack runs in this process, not in the test process: when the test process ends, for whatever reason, this one
// sees the channel close, stops everything and removes the data. So a kill -9 of the tests leaves nothing running.
const { isTemporary, ...options } = JSON.parse(process.argv[2] ?? '{}') as HostOrder
const abort = new AbortController()
const tell = (message: HostMessage): unknown => process.connected && process.send?.(message)

const stopped = Promise.withResolvers<StopRequest>()
process.once('message', (request: StopRequest) => stopped.resolve(request))
for (const end of ['disconnect', 'SIGTERM', 'SIGINT'] as const)
  process.once(end, () => stopped.resolve({ keepData: false }))
stopped.promise.then(() => abort.abort())

try {
  const onProgress = (step: Progress): unknown => tell({ kind: 'progress', step })
  await host(await startStack({ ...options, onProgress, signal: abort.signal }))
} catch (error) {
  if (error instanceof Aborted) remove({ keepData: false })
  else tell({ kind: 'failed', message: `${reasonOf(error)}\nThe logs are in ${join(options.dataDir, 'logs')}.` })
}
process.exit()

async function host(stack: RunningStack): Promise<void> {
  const socket = controlSocket(options.dataDir)
  const control = await serveControl(stack, socket)
  tell({ kind: 'ready', manifest: stack.manifest, controlSocket: socket })
  const request = await stopped.promise
  control.close()
  await stack.stop()
  remove(request)
}

function remove({ keepData }: StopRequest): void {
  if (isTemporary && !keepData) deleteData(options.dataDir)
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}
