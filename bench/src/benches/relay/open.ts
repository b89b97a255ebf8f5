import { setTimeout as delay } from 'node:timers/promises'
import type { Log } from '@bistro/kit/runtime'
import type { Figures, Open, Subject } from '../../harness/bench.ts'
import { catalogVersions } from '../../harness/catalog.ts'
import { freshDatabase, transactionsSoFar } from '../../parts/database.ts'
import { connectLog, GROUP_EVENTS, ofKit, ofLibrary, ofRows, type RelayUse } from '../../parts/relays.ts'
import { eachService } from '../../product/processes.ts'
import { startProduct } from '../../product/product.ts'
import { serverVersions } from '../../product/versions.ts'

/** So many events may be stored and not published yet. */
const MAX_BEHIND_EVENTS = 1_000
const LOOK_EVERY_MS = 1
const MS_PER_SECOND = 1_000

export const open: Open = async ({ length: { seconds, warmUpSeconds } }) => {
  const product = await startProduct()
  await eachService(product, product.process.stop)
  const log = await connectLog(product.manifest)
  const subject = (name: string, start: (url: string, log: Log) => Promise<RelayUse>): Subject => ({
    name,
    run: async () => {
      const url = await freshDatabase(product)
      const use = await start(url, log)
      try {
        return await figuresOf(url, use)
      } finally {
        await use.close()
      }
    },
  })
  async function figuresOf(url: string, use: RelayUse): Promise<Figures> {
    await keepBusy(use, warmUpSeconds)
    const before = await transactionsSoFar(url)
    const { published, elapsedMs } = await keepBusy(use, seconds)
    const transactions = (await transactionsSoFar(url)) - before
    return {
      publishedPerSecond: (published * MS_PER_SECOND) / elapsedMs,
      transactionsPerEvent: transactions / published,
    }
  }

  return {
    subjects: [subject('kit', ofKit), subject('row-by-row', ofRows), subject('pg-transactional-outbox', ofLibrary)],
    versions: { ...(await serverVersions(product.manifest)), ...catalogVersions('pg-transactional-outbox') },
    close: async () => {
      await log.close()
      await product.close()
    },
  }
}

/** Keeps some events waiting to be published, for so long; then waits until all are. */
async function keepBusy(use: RelayUse, seconds: number): Promise<{ published: number; elapsedMs: number }> {
  const startedMs = performance.now()
  const first = use.published()
  let stored = first
  while (performance.now() - startedMs < seconds * MS_PER_SECOND) {
    if (stored - use.published() >= MAX_BEHIND_EVENTS) await delay(LOOK_EVERY_MS)
    else {
      await use.commit()
      stored += GROUP_EVENTS
    }
  }
  while (use.published() < stored) await delay(LOOK_EVERY_MS)
  return { published: use.published() - first, elapsedMs: performance.now() - startedMs }
}
