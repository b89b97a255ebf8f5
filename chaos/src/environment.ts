import { join } from 'node:path'
import { progressPrinter, say } from '@bistro/cli/terminal'
import { StackError } from '@bistro/client'
import { connectCodec } from '@bistro/events'
import { chooseMode, dataDirFrom, deleteData, findFreePortBase, parsePortBase, portOf, startStack } from '@bistro/stack'
import { ForgedBook } from './faults/forged-book.ts'
import { routesOf } from './routes.ts'
import { Deaths } from './stack/deaths.ts'
import { Outages } from './stack/outages.ts'
import { Processes } from './stack/processes.ts'
import { Proxies } from './stack/proxies.ts'
import { Replicas } from './stack/replicas.ts'
import { Signals } from './stack/signals.ts'
import { Databases } from './stack/sql.ts'
import type { World } from './world.ts'

export const PAYMENT_DEADLINE_MS = 5_000

/** Slow enough to be interrupted between two steps, fast enough for thousands of sagas an hour. */
const SETTINGS = {
  BISTRO_PSP_LATENCY_MS: '50',
  BISTRO_PSP_SLOW_MS: '1500',
  BISTRO_CARRIER_DISPATCH_MS: '400',
  BISTRO_CARRIER_DELIVER_MS: '400',
  BISTRO_PAYMENT_DEADLINE_MS: String(PAYMENT_DEADLINE_MS),
  BISTRO_REFUND_BACKOFF_MS: '100',
}

/** A stack of its own, and everything that is needed to break it. */
export interface Environment {
  readonly world: World
  readonly deaths: Deaths
  readonly dataDir: string
  /** Stops all that was started here. */
  close(): Promise<void>
}

/** Starts with fresh data; throws a StackError or Aborted. */
export async function openEnvironment(seed: number, signal: AbortSignal): Promise<Environment> {
  const { mode, reason } = await chooseMode(process.env.BISTRO_STACK)
  if (mode === 'memory')
    throw new StackError(`Chaos needs a real broker, and none is available (${reason}).`, 'npm run doctor')
  const dataDir = join(dataDirFrom(process.env.BISTRO_DATA_DIR), 'chaos')
  const given = process.env.BISTRO_PORT_BASE
  const portBase = given ? parsePortBase(given) : await findFreePortBase()
  deleteData(dataDir)
  const deaths = new Deaths()
  const signals = new Signals() // before the stack: a paused process resumes before it is stopped
  const proxies = await Proxies.open(routesOf(seed), (name) => portOf(name, portBase))
  const printer = progressPrinter()
  try {
    const stack = await startStack({
      dataDir,
      portBase,
      settings: {
        ...SETTINGS,
        BISTRO_LOG_LEVEL: process.env.BISTRO_LOG_LEVEL,
        // No promise rests on the gateway.
        BISTRO_CONSOLE: process.env.BISTRO_CONSOLE || 'off',
      },
      flags: proxies.flags,
      signal,
      onProgress: printer.onProgress,
      onDeath: deaths.happened,
    })
    say()
    const outages = new Outages()
    const replicas = new Replicas(stack, deaths, dataDir)
    const processes = new Processes(stack, deaths, outages)
    const world: World = {
      stack,
      manifest: stack.manifest,
      processes,
      replicas,
      signals,
      outages,
      databases: new Databases(stack.manifest, dataDir),
      proxies,
      forged: new ForgedBook(),
      codec: connectCodec({ registryUrl: stack.manifest.registry.url }),
    }
    const close = async (): Promise<void> => {
      processes.isOver = true
      replicas.killNow()
      await stack.stop()
      proxies.close()
    }
    return { world, deaths, dataDir, close }
  } catch (error) {
    proxies.close()
    throw error
  } finally {
    printer.end()
  }
}
