import { replay } from '@bistro/audit'
import type { ServiceName } from '@bistro/client'
import type { Figures } from '../../harness/bench.ts'
import { askNumber } from '../../product/database.ts'
import type { Product } from '../../product/product.ts'

const MS_PER_SECOND = 1_000

/** Rebuilds a view; `from` is the service whose topic the view reads. */
export async function rebuild(
  { manifest }: Product,
  service: ServiceName,
  view: string,
  from: ServiceName,
): Promise<Figures> {
  const eventsRead = await askNumber(manifest, from, 'select count(*) as number from events where published')
  const startedMs = performance.now()
  const { rows, differences } = await replay(manifest, service, view)
  const seconds = (performance.now() - startedMs) / MS_PER_SECOND
  return { eventsPerSecond: eventsRead / seconds, eventsRead, rows, differences: differences.length, seconds }
}
