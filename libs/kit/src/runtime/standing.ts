import type { Subscription } from './log.ts'
import type { Meter, Standing } from './meter.ts'
import type { Parts } from './parts.ts'
import type { Writer } from './writer.ts'

/** Measures what waits, for `/metrics`: periodically, never per message. */
export async function lookAtStanding(
  { service, store, meter }: Pick<Parts, 'service' | 'store'> & { readonly meter: Pick<Meter, 'stands'> },
  writer: Pick<Writer, 'waiting'>,
  subscription: Pick<Subscription, 'membership'>,
): Promise<void> {
  const [backlog, rows] = await Promise.all([store.backlog(), countRows(service, store)])
  const standing: Standing = { ...backlog, rows, aside: writer.waiting, membership: subscription.membership }
  meter.stands(standing)
}

async function countRows({ views }: Parts['service'], store: Parts['store']): Promise<Map<string, number>> {
  const counted = views.flatMap(({ name, gauge }) => (gauge ? [{ name, gauge }] : []))
  const counts = counted.map(async ({ name, gauge }) => [gauge.name, await store.count(name)] as const)
  return new Map(await Promise.all(counts))
}
