import { toRecord } from './envelope.ts'
import type { Parts } from './parts.ts'

const PAGE_EVENTS = 1_000

/** Republishes everything that a service has published, to a log that has lost it. */
export async function refill({ service, store, log }: Pick<Parts, 'service' | 'store' | 'log'>): Promise<void> {
  if (service.topic === undefined) return
  for await (const events of store.published(PAGE_EVENTS))
    await log.send(
      service.topic,
      events.map((event) => toRecord(service, event)),
    )
}
