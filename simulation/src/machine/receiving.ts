import type { RawRecord } from '@bistro/kit'
import type { SubscriptionOptions } from '@bistro/kit/runtime'
import type { Process } from './process.ts'

/** A poll returns the new records of several partitions. */
const POLL_EVERY_MS = 4
const POLL_MOST_TIMES = 5
const DELAY_MOST_MS = 6_000
const MAX_PORTION_RECORDS = 20
const DELAY = 0.006
const AGAIN = 0.01

/** Delivers records to a process in portions, some of them late and some more than once. */
export function receiving(process: Process, options: SubscriptionOptions): SubscriptionOptions {
  const { life, site } = process
  const { nets } = site.ground
  const gateless = new Map<string, number>()
  return {
    ...options,
    onBatch: async (records) => {
      const taken = take(process, options, records, gateless)
      if (nets.offsetsAfterWork) return taken
    },
    flush: () =>
      nets.flushBeforeOffsets && nets.offsetsAfterWork ? life.does('storing gates', options.flush) : Promise.resolve(),
  }
}

async function take(
  process: Process,
  { onBatch }: SubscriptionOptions,
  given: readonly RawRecord[],
  gateless: Map<string, number>,
): Promise<void> {
  const { life, site } = process
  const { agenda, faults, nets, random } = site.ground
  const records = nets.gate ? given : await ungated(process, gateless, given)
  for (let from = 0; from < records.length; ) {
    const portion = records.slice(from, from + random.between(1, MAX_PORTION_RECORDS))
    const isSlow = faults.injects('delay', DELAY)
    const pollMs = POLL_EVERY_MS * random.between(1, POLL_MOST_TIMES) - (agenda.nowMs % POLL_EVERY_MS)
    const afterMs = isSlow ? random.between(1, DELAY_MOST_MS) : pollMs
    if (isSlow) site.note(`a partition is read ${afterMs} ms late`, { fault: true })
    await agenda.sleep(afterMs)
    await life.heard(() => onBatch(portion))
    from += portion.length
    if (!faults.injects('duplicate', AGAIN)) continue
    site.note('records are delivered again', { fault: true })
    from = random.between(0, from - 1)
  }
}

/** Numbers each message as the next of its stream, so that the gate accepts it: this simulates a consumer without a gate. */
async function ungated(
  { site }: Process,
  versions: Map<string, number>,
  records: readonly RawRecord[],
): Promise<readonly RawRecord[]> {
  const taken: RawRecord[] = []
  for (const record of records) {
    const { ce_source = '', ce_subject = '' } = record.headers
    const place = `${ce_source} ${ce_subject}`
    const known = versions.get(place) ?? (await site.database.store.gateVersion(ce_source, ce_subject))
    versions.set(place, known + 1)
    taken.push({ ...record, headers: { ...record.headers, ce_sequence: String(known + 1) } })
  }
  return taken
}
