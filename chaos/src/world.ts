import type { Manifest } from '@bistro/client'
import type { Codec } from '@bistro/events'
import type { RunningStack } from '@bistro/stack'
import type { ForgedBook } from './faults/forged-book.ts'
import type { PlannedFault } from './schedule.ts'
import type { Outages } from './stack/outages.ts'
import type { Processes } from './stack/processes.ts'
import type { Proxies } from './stack/proxies.ts'
import type { Replicas } from './stack/replicas.ts'
import type { Signals } from './stack/signals.ts'
import type { Databases } from './stack/sql.ts'

/** Everything that a fault can act on. */
export interface World {
  readonly stack: RunningStack
  readonly manifest: Manifest
  readonly processes: Processes
  readonly replicas: Replicas
  readonly signals: Signals
  readonly outages: Outages
  readonly databases: Databases
  readonly proxies: Proxies
  readonly forged: ForgedBook
  readonly codec: Codec
}

/** Undoes a fault; retried until it succeeds. */
export type Undo = () => Promise<void>

/** Injects a fault; resolves when the fault is active. */
export type Begin = (world: World, planned: PlannedFault) => Promise<Undo>

export const NOTHING_TO_UNDO: Undo = async () => {}
