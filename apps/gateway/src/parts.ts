import type { Api } from '@bistro/kit/http'
import { consoleFiles } from './console/console.ts'
import { forward } from './forward/forward.ts'
import type { Gateway } from './gateway.ts'
import { openHistory } from './history/part.ts'
import { openOverview } from './overview/part.ts'
import { openPartitions } from './partitions/part.ts'
import { sagaView } from './saga-view.ts'
import { addPartitions } from './stack/add-partitions.ts'
import { processes } from './stack/processes.ts'

/** A part of the gateway: its routes, and what runs behind them. */
export interface Part {
  addRoutes?(api: Api): void
  /** Adds routes that take any body and are not in the OpenAPI document. */
  addUndescribedRoutes?(api: Api): Promise<void>
  /** Called when the database has its tables; called again after a while if it throws. */
  start?(): Promise<void>
  /** Called in reverse order, also if `start` has not been called; the api has been closed before. */
  stop?(): Promise<void>
}

export type OpenPart = (gateway: Gateway) => Part

/** In the order of their routes on the reference page. They start in this order too. */
export const PARTS: readonly OpenPart[] = [
  sagaView,
  openOverview,
  openHistory,
  openPartitions,
  processes,
  addPartitions,
  forward,
  consoleFiles,
]
