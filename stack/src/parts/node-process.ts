import { join } from 'node:path'
import { type PartName, type ProcessName, SERVICES } from '@bistro/client/names'
import type { StackContext } from '../context.ts'
import { ROOT } from '../paths.ts'
import { addressOf, LOOPBACK, portOf } from '../ports.ts'
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

export const urlOf = (name: PartName, portBase: number): string => `http://${addressOf(name, portBase)}`

/** Where each service is: `customer=http://…,order=http://…` */
export const placesOf = (portBase: number): string =>
  SERVICES.map((service) => `${service}=${urlOf(service, portBase)}`).join(',')

/** A program of ours at the port that is documented for it. */
export function nodeProcess(
  context: StackContext,
  name: PartName,
  main: string,
  env: Record<string, string>,
): ProcessSpec {
  const args = [...(context.flags[name] ?? []), join(ROOT, main)]
  return { ...NODE, ...at(name, portOf(name, context.portBase), env), args: [...MEMORY_FLAGS, ...args] }
}

/** The same program once more, under another name and at another port. */
export const anotherOf = (
  spec: ProcessSpec,
  name: ProcessName,
  port: number,
  env: Record<string, string>,
): ProcessSpec => ({
  ...spec,
  ...at(name, port, { ...spec.env, ...env }),
})

const NODE = {
  program: process.execPath,
  cwd: ROOT,
  stopSignal: 'SIGTERM',
  isTransient: (_: string, how: string) => isInjectedCrash(how),
} as const

/** Of this clone alone, and gone with it: what Node keeps is found again by a file's path. */
const COMPILED = join(ROOT, 'node_modules', '.cache', 'compiled')

/** Told its port by BISTRO_HTTP_PORT, and asked by HTTP whether it is ready. */
function at(name: ProcessName, port: number, env: Record<string, string>) {
  const address = `http://${LOOPBACK}:${port}`
  return {
    name,
    address,
    env: { ...env, BISTRO_HTTP_PORT: String(port), NODE_COMPILE_CACHE: COMPILED },
    isReady: () => respondsOk(`${address}/health/ready`),
  }
}
