import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type RunningStack, type StackOptions, startStack, wipeData } from '@bistro/stack'

/** The world outside answers at once, `tok_slow` after a second; nobody's payment runs into its deadline. */
const FAST_WORLD = {
  BISTRO_PSP_LATENCY_MS: '0',
  BISTRO_PSP_SLOW_MS: '1000',
  BISTRO_CARRIER_DISPATCH_MS: '0',
  BISTRO_CARRIER_DELIVER_MS: '0',
  BISTRO_PAYMENT_DEADLINE_MS: '60000',
  BISTRO_REFUND_BACKOFF_MS: '100',
}

/** A data directory of its own, with a stack on it. */
export interface TemporaryStack {
  readonly dataDir: string
  readonly stack: RunningStack
  /** Stops the stack and removes its data. */
  remove(): Promise<void>
}

/** Starts a stack in a new directory on free ports. What fails is named with the folder where its logs are. */
export async function startTemporaryStack(options: Partial<StackOptions> = {}): Promise<TemporaryStack> {
  const dataDir = mkdtempSync(join(tmpdir(), 'bistro-e2e-'))
  const stack = await startFastStack(dataDir, options)
  return {
    dataDir,
    stack,
    remove: async () => {
      await stack.stop()
      wipeData(dataDir)
    },
  }
}

/** Starts a stack on a directory that may have been used before. */
export async function startFastStack(dataDir: string, options: Partial<StackOptions> = {}): Promise<RunningStack> {
  try {
    return await startStack({ dataDir, portBase: 'free', settings: FAST_WORLD, ...options })
  } catch (cause) {
    throw new Error(`The stack did not start; its logs are in ${join(dataDir, 'logs')}.`, { cause })
  }
}
