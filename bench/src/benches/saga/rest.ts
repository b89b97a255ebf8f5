import { setTimeout as delay } from 'node:timers/promises'
import type { Figures } from '../../harness/bench.ts'
import { cpuSeconds } from '../../harness/processes.ts'
import { memoryOf } from '../../product/memory.ts'
import { pidsOf } from '../../product/processes.ts'
import type { Product } from '../../product/product.ts'

/** Work left from the load (offsets, acknowledgements, garbage collection) is done by then. */
const QUIET_MS = 5_000
const MS_PER_SECOND = 1_000
const PERCENT = 100

/** What the stack uses when it gets no requests. */
export async function rest(product: Product, seconds: number): Promise<Figures> {
  const [services, everything] = [pidsOf(product, 'services'), pidsOf(product)]
  await delay(QUIET_MS)
  const [before, allBefore] = [cpuSeconds(services), cpuSeconds(everything)]
  await delay(seconds * MS_PER_SECOND)
  return {
    servicesPercent: ((cpuSeconds(services) - before) / seconds) * PERCENT,
    stackPercent: ((cpuSeconds(everything) - allBefore) / seconds) * PERCENT,
    ...memoryOf(product),
  }
}
