import type { RawRecord } from '../model/event.ts'
import type { SubscriptionOptions } from '../runtime/log.ts'
import type { Store } from '../runtime/store.ts'
import type { Faulty } from './faulty.ts'

const LATE_MOST_MS = 6_000
const LATE = 0.006
const AGAIN = 0.01
/** Otherwise a process to which all is delivered again would never go on. */
const MAX_REDELIVERIES = 5

/** Delivers records to a process, some of them late and some more than once. */
export function faultySubscription(
  options: SubscriptionOptions,
  store: Pick<Store, 'gateVersion'>,
  faulty: Faulty,
): SubscriptionOptions {
  const { life, nets } = faulty
  /** The last version given to a message of each stream, while there is no gate. */
  const versions = new Map<string, number>()
  const numbered = async (records: readonly RawRecord[]): Promise<readonly RawRecord[]> => {
    if (!nets.gate) return ungated(versions, store, records)
    versions.clear()
    return records
  }
  return {
    ...options,
    onBatch: async (records) => {
      const taken = take(options, faulty, () => numbered(records))
      if (nets.offsetsAfterWork) return taken
      taken.catch(() => undefined)
    },
    flush: async () => {
      if (nets.flushBeforeOffsets && nets.offsetsAfterWork) await life.does('storing gates', options.flush)
    },
  }
}

async function take(
  { onBatch }: SubscriptionOptions,
  { decisions, life, note, pace, random, time }: Faulty,
  read: () => Promise<readonly RawRecord[]>,
): Promise<void> {
  const records = await read()
  let redeliveries = 0
  for (let from = 0; from < records.length; ) {
    const portion = records.slice(from, from + pace.portion())
    const usualMs = pace.readMs()
    const isLate = decisions.injects('lag', LATE)
    const afterMs = isLate ? random.between(1, decisions.mostMs('lag', LATE_MOST_MS)) : usualMs
    if (isLate) note(`a partition is read ${afterMs} ms late`)
    if (afterMs > 0) await time.sleep(afterMs)
    await life.heard(() => onBatch(portion))
    from += portion.length
    if (!decisions.injects('duplicate', AGAIN) || redeliveries >= MAX_REDELIVERIES) continue
    redeliveries += 1
    note('records are delivered again')
    from = random.between(0, from - 1)
  }
}

/** Numbers each message as the next of its stream, so that the gate accepts it: a consumer without a gate. */
async function ungated(
  versions: Map<string, number>,
  store: Pick<Store, 'gateVersion'>,
  records: readonly RawRecord[],
): Promise<readonly RawRecord[]> {
  const taken: RawRecord[] = []
  for (const record of records) {
    const { ce_source = '', ce_subject = '' } = record.headers
    const place = `${ce_source} ${ce_subject}`
    const known = versions.get(place) ?? (await store.gateVersion(ce_source, ce_subject))
    versions.set(place, known + 1)
    taken.push({ ...record, headers: { ...record.headers, ce_sequence: String(known + 1) } })
  }
  return taken
}
