import { join } from 'node:path'
import type { ProcessName } from '@bistro/client/names'
import type { StackContext } from '../context.ts'
import { cacheDir, ROOT } from '../paths.ts'
import { addressOf, portOf } from '../ports.ts'
import { isInjectedCrash } from '../process/injected-crash.ts'
import type { ProcessSpec } from '../process/managed-process.ts'
import { respondsOk } from './probe.ts'

/**
 * A process that has little to do is kept small, and on two cores its like leave none free for a collector's helper
 * threads. Its few long-lived megabytes may become five times as many before they are marked again, which takes 200 ms:
 * V8's own limit for so small a heap lies one collection of young objects above it.
 */
const MEMORY_FLAGS = [
  '--max-old-space-size=256',
  '--max-semi-space-size=16',
  '--single-threaded-gc',
  '--heap-growing-percent=400',
]

export const urlOf = (name: ProcessName, portBase: number): string => `http://${addressOf(name, portBase)}`

/** A program of ours: Node on a TypeScript file, told its port by BISTRO_HTTP_PORT and asked by HTTP whether it is ready. */
export function nodeProcess(
  context: StackContext,
  name: ProcessName,
  main: string,
  env: Record<string, string>,
): ProcessSpec {
  const url = urlOf(name, context.portBase)
  return {
    name,
    address: url,
    program: process.execPath,
    args: [...MEMORY_FLAGS, ...(context.flags[name] ?? []), join(ROOT, main)],
    env: {
      ...env,
      BISTRO_HTTP_PORT: String(portOf(name, context.portBase)),
      NODE_COMPILE_CACHE: join(cacheDir(), 'compiled'),
    },
    cwd: ROOT,
    stopSignal: 'SIGTERM',
    isReady: () => respondsOk(`${url}/health/ready`),
    isTransient: (_, how) => isInjectedCrash(how),
  }
}
