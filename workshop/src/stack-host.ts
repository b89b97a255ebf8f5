import { Aborted, StackError } from '@bistro/client/errors'
import { type ProgressEvent, serveControl, startStack } from '@bistro/stack'
import { controlSocket } from '@bistro/stack/paths'

/** The stack that a host has to start. */
export interface HostOrder {
  readonly dataDir: string
  readonly portBase: number
  readonly settings: Readonly<Record<string, string>>
}

/** Messages of a host to the command that started it. */
export type HostMessage =
  | { readonly kind: 'progress'; readonly event: ProgressEvent }
  | { readonly kind: 'ready' }
  | { readonly kind: 'failed'; readonly message: string; readonly next?: string }

// Runs the code of the copy that it is in. Until the stack is ready it ends with the command that started it; from then on it
// stays until it is told to end.
const order = JSON.parse(process.argv[2] ?? '{}') as HostOrder
const abort = new AbortController()
const stopped = new Promise<void>((resolve) => abort.signal.addEventListener('abort', () => resolve()))
const tell = (message: HostMessage): void => {
  if (process.connected) process.send?.(message)
}
const log = (text: string): void => console.log(`${new Date().toISOString()} ${text}`)

for (const end of ['SIGTERM', 'SIGINT', 'disconnect'] as const) process.once(end, () => abort.abort())

try {
  const stack = await startStack({
    ...order,
    signal: abort.signal,
    onProgress: (event) => tell({ kind: 'progress', event }),
    onDeath: (name, how) => log(`${name} died (${how})`),
    onInjectedCrash: (name) => log(`${name} crashed on purpose and is started again`),
  })
  const control = await serveControl(stack, controlSocket(order.dataDir))
  log('ready')
  process.removeAllListeners('disconnect')
  tell({ kind: 'ready' })
  await stopped
  control.close()
  await stack.stop()
  log('stopped')
} catch (error) {
  if (!(error instanceof Aborted)) fail(error)
}
process.exit()

function fail(error: unknown): void {
  const message = error instanceof StackError ? error.message : String((error as Error).stack ?? error)
  log(message)
  tell({ kind: 'failed', message, ...(error instanceof StackError && { next: error.next }) })
}
