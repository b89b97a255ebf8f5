import type { RawRecord } from '../../model/event.ts'
import { sleep } from '../clock.ts'
import { Health } from '../health.ts'
import { partitionKey } from '../log.ts'
import { SILENT_LOGGER } from '../logger.ts'
import type { Progress, RestoreParts } from './parts.ts'

const LOOK_MS = 20
/** A read is given up when no record arrives for this long. */
const PATIENCE_MS = 60_000

/**
 * Reads everything that is on the topics now, those of a partition in order; one page after the other is taken.
 * @throws if the log does not go on
 */
export async function readAll(
  { log, clock, random, group, onProgress }: RestoreParts,
  doing: Progress['doing'],
  topics: readonly string[],
  take: (records: readonly RawRecord[]) => Promise<void>,
): Promise<void> {
  const bounds = (await log.bounds(topics)).filter(({ begin, end }) => begin < end)
  const ends = new Map(bounds.map((one) => [partitionKey(one), one.end]))
  const total = bounds.reduce((sum, { begin, end }) => sum + Number(end - begin), 0)
  const health = new Health(SILENT_LOGGER, clock)
  let [done, movedAt] = [0, clock.monotonic()]
  let failure: Error | undefined
  let turn: Promise<void> = Promise.resolve()
  const page = async (records: readonly RawRecord[]): Promise<void> => {
    const wanted = records.filter((record) => BigInt(record.offset) < (ends.get(partitionKey(record)) ?? 0n))
    await take(wanted)
    done += wanted.length
    movedAt = clock.monotonic()
    for (const { topic, partition, offset } of records.slice(-1)) {
      const key = partitionKey({ topic, partition })
      if (BigInt(offset) + 1n >= (ends.get(key) ?? 0n)) ends.delete(key)
    }
    onProgress({ doing, done, total })
  }
  const subscription = await log.subscribe({
    group: `${group}-${random.newId()}`,
    topics,
    onBatch: (records) => {
      turn = turn.then(() => (failure ? undefined : page(records)))
      return turn.catch((error: Error) => {
        failure ??= error
      })
    },
    flush: async () => {},
    onDisplaced: () => {},
    health,
    onCrash: (error) => {
      failure ??= error
    },
  })
  try {
    while (ends.size > 0 && !failure) {
      if (clock.monotonic() > movedAt + PATIENCE_MS) failure = notRead([...ends.keys()], health)
      await sleep(clock, LOOK_MS)
    }
  } finally {
    await subscription.close()
  }
  if (failure) throw failure
}

const notRead = (partitions: readonly string[], { troubles }: Health): Error =>
  new Error(
    `no record arrived for ${PATIENCE_MS / 1000} s; not read to the end: ${partitions.join(', ')}${troubles
      .slice(0, 1)
      .map(({ reason }) => ` (${reason})`)
      .join('')}`,
  )
