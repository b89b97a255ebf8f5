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

/** Everything that a fault may lay hands on. */
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

/** Mends what was broken; tried until it is. */
export type Undo = () => Promise<void>

/** Breaks something; resolves when it is broken. */
export type Begin = (world: World, planned: PlannedFault) => Promise<Undo>

export const NOTHING_TO_UNDO: Undo = async () => {}
