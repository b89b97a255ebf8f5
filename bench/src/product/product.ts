import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Manifest, PROCESS_NAMES, type ProcessName } from '@bistro/client'
import { deleteData, type RunningStack, startStack } from '@bistro/stack'

/** Card provider and carrier respond at once, no payment reaches its deadline, and only problems are logged. Without the
 * gateway and notification, unless BISTRO_CONSOLE=on and BISTRO_NOTIFICATION=on ask for them: what they cost is the difference. */
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
  /** Runs a process under the profiler, which leaves its file in `directory` when the stack stops. */
  readonly profile?: { readonly service: string; readonly directory: string }
  /** BISTRO_* settings beside those that all benches have. */
  readonly settings?: Readonly<Record<string, string>>
  /** Added to the ports, where two products run side by side. */
  readonly portOffset?: number
  /** Flags of processes after those that all benches have. */
  readonly flags?: Flags
}

/** The product on its real stack, with data of its own. */
export interface Product {
  readonly manifest: Manifest
  readonly dataDir: string
  readonly process: RunningStack['process']
  readonly status: RunningStack['status']
  readonly specOf: RunningStack['specOf']
  readonly scale: RunningStack['scale']
  /** Stops everything and removes the data. */
  close(): Promise<void>
}

export async function startProduct(options: ProductOptions = {}): Promise<Product> {
  const dataDir = mkdtempSync(join(tmpdir(), 'bistro-bench-'))
  const removeData = (): void => deleteData(dataDir)
  const stack = await startStack({
    dataDir,
    portBase: portBaseFrom(process.env.BISTRO_PORT_BASE, options.portOffset),
    settings: {
      ...SETTINGS,
      BISTRO_CONSOLE: process.env.BISTRO_CONSOLE || 'off',
      BISTRO_NOTIFICATION: process.env.BISTRO_NOTIFICATION || 'off',
      ...options.settings,
    },
    flags: flagsFor(options),
    onDeath: (name, how) => console.error(`${name} ended unexpectedly: ${how}`),
  })
  process.on('exit', removeData) // after the stack's own, which ends what runs
  const close = async (): Promise<void> => {
    await stack.stop()
    removeData()
    process.off('exit', removeData)
  }
  const { manifest, process: actions, status, scale, specOf } = stack
  return { manifest, dataDir, process: actions, status, scale, specOf, close }
}

const portBaseFrom = (text: string | undefined, offset = 0): number | 'free' => (text ? Number(text) + offset : 'free')

function flagsFor({ profile, flags = {} }: ProductOptions): Flags {
  const all: Flags[] = [
    Object.fromEntries(
      PROCESS_NAMES.filter((name) => name.startsWith('postgres-')).map((name) => [name, POSTGRES_FLAGS]),
    ),
    { kafka: BROKER_FLAGS },
    profile ? { [profile.service]: ['--cpu-prof', `--cpu-prof-dir=${profile.directory}`] } : {},
    flags,
  ]
  return Object.fromEntries(PROCESS_NAMES.map((name) => [name, all.flatMap((some) => some[name] ?? [])]))
}

type Flags = Readonly<Partial<Record<ProcessName, readonly string[]>>>
