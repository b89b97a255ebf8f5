import { allTopics, type WrittenReader } from '@bistro/events'
import type { RawRecord } from '@bistro/kit'
import type { Health, Subscription } from '@bistro/kit/runtime'
import { DATABASE, type Gateway } from '../gateway.ts'
import { Projection } from './projection.ts'
import { loadPositions } from './tables.ts'

const GROUP = 'gateway'
const RETRY_MS = 500

/** Reads every topic into the saga view. The replicas share the partitions. */
export async function readIntoView(
  { log, logger, health, database, clock, signal }: Gateway,
  reader: Pick<WrittenReader, 'read'>,
): Promise<Subscription> {
  const projection = new Projection({ tables: database, reader, clock })
  const onBatch = (records: readonly RawRecord[]): Promise<void> =>
    untilStored(() => projection.take(records), { health, signal })
  return log.subscribe({
    group: GROUP,
    topics: allTopics,
    onBatch,
    flush: async () => {},
    // Positions are stored with the rows: nothing is left to save.
    progress: { load: () => loadPositions(database.query), save: async (steps) => steps.length },
    onDisplaced: (displaced) => logger.warn({ ...displaced, from: String(displaced.from) }, displaced.reason),
    health,
    onCrash: (error) => health.failed('the log', error.message),
  })
}

/** A batch is tried again until it is stored: rows may be stored twice, and must not be lost. */
async function untilStored(work: () => Promise<void>, { health, signal }: { health: Health; signal: AbortSignal }) {
  for (;;)
    try {
      await work()
      return health.recovered(DATABASE)
    } catch (error) {
      if (signal.aborted) throw error
      health.failed(DATABASE, (error as Error).message)
      await new Promise((resolve) => setTimeout(resolve, RETRY_MS))
    }
}
