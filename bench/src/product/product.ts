import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Manifest, PROCESS_NAMES, type ProcessName, type RunningStack, startStack, wipeData } from '@bistro/stack'

/** The world outside answers at once, nobody's payment runs into its deadline, and nothing is said of what goes well. */
const SETTINGS = {
  BISTRO_PSP_LATENCY_MS: '0',
  BISTRO_CARRIER_DISPATCH_MS: '0',
  BISTRO_CARRIER_DELIVER_MS: '0',
  BISTRO_PAYMENT_DEADLINE_MS: '60000',
  BISTRO_LOG_LEVEL: 'warn',
}

/** Servers as for work, not for a quick start: the broker compiles its hot code, Postgres keeps hot pages in memory. */
const BROKER_FLAGS = ['-XX:TieredStopAtLevel=4', '-Xmx512m']
const POSTGRES_FLAGS = ['-c', 'shared_buffers=256MB', '-c', 'max_wal_size=4GB']

export interface ProductOptions {
  /** Runs this process under the profiler, which leaves its file in `profileDir` when the stack stops. */
  readonly profiled?: ProcessName
  readonly profileDir?: string
}

/** The product on its real stack, with data of its own. */
export interface Product {
  readonly manifest: Manifest
  readonly dataDir: string
  /** Stops everything and removes the data. */
  close(): Promise<void>
}

export async function startProduct(options: ProductOptions = {}): Promise<Product> {
  const dataDir = mkdtempSync(join(tmpdir(), 'bistro-bench-'))
  const stopped = new AbortController()
  const stop = (): void => stopped.abort()
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, stop)
  const stack = await startStack({
    dataDir,
    portBase: portBaseFrom(process.env.BISTRO_PORT_BASE),
    settings: SETTINGS,
    flags: flagsFor(options),
    signal: stopped.signal,
    onDeath: (name, how) => console.error(`${name} has died: ${how}`),
  })
  return { manifest: stack.manifest, dataDir, close: () => close(stack, dataDir) }
}

async function close(stack: RunningStack, dataDir: string): Promise<void> {
  await stack.stop()
  wipeData(dataDir)
}

const portBaseFrom = (text: string | undefined): number | 'free' => (text ? Number(text) : 'free')

function flagsFor({ profiled, profileDir = '.' }: ProductOptions): Partial<Record<ProcessName, readonly string[]>> {
  const servers = PROCESS_NAMES.filter((name) => name.startsWith('postgres-')).map((name) => [name, POSTGRES_FLAGS])
  const profile = profiled ? { [profiled]: ['--cpu-prof', `--cpu-prof-dir=${profileDir}`] } : {}
  return { ...Object.fromEntries(servers), kafka: BROKER_FLAGS, ...profile }
}
