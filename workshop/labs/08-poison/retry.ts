import { operatorRoutesOf } from '@bistro/client'
import type { World } from '@bistro/workshop'

/** What the shipping service has parked, the oldest first. */
export async function parkedIn({ manifest }: Pick<World, 'manifest'>) {
  const params = { query: { limit: 100 } }
  const { data } = await operatorRoutesOf(manifest, 'shipping').GET('/parked', { params })
  return (data?.items ?? []).toSorted((a, b) => a.since.localeCompare(b.since))
}

/** What a learner does on the page Attention: the messages behind a retried one follow by themselves. */
export async function retryAll(world: Pick<World, 'manifest'>): Promise<void> {
  for (const { id, reason } of await parkedIn(world))
    if (reason === 'poison')
      await operatorRoutesOf(world.manifest, 'shipping').POST('/parked/{id}/retry', {
        params: { path: { id } },
        body: { why: 'The cause is mended.' },
      })
}
