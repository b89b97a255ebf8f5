import { endsWith, type Result } from '@bistro/oracle/endings'
import type { SagaWatcher } from '../events/sagas.ts'
import type { Manifest } from '../manifest.ts'
import { afterOutage, type Ending } from './endings.ts'
import type { Outages } from './outages.ts'
import { faultsIn, type Saga } from './remains.ts'
import { waitFor, waitForEvent } from './retry.ts'

/** The other services hear of an ending a moment after it. */
const SETTLE_TIMEOUT_MS = 10_000

/** What all endings are played with. */
export interface Table {
  readonly manifest: Manifest
  readonly sagas: SagaWatcher
  readonly outages: Outages
}

/** What came of an ending, in words and in what can be asked for. */
export interface Found extends Saga {
  readonly label: string
  readonly sagaId: string | undefined
  readonly startedMs: number
}

export interface Verdict {
  readonly faults: readonly string[]
  /** Why it may differ from what was expected; empty if it does not. */
  readonly note: string
}

/** Holds what came of an ending against what may come of it. */
export async function judge(table: Table, ending: Ending, found: Found): Promise<Verdict> {
  const { results, note } = allowed(ending, found.label, table.outages.sawSince(found.startedMs))
  if (results.length === 0)
    return { faults: [`expected ${endsWith(ending)}`, ...(await settled(table, found, [ending]))], note }
  const missing = note === '' ? await missed(table, ending, found.sagaId) : []
  return { faults: [...(await settled(table, found, results)), ...missing], note }
}

/** The results that a saga with this label may have; none if it must not have ended so. */
export function allowed(
  ending: Ending,
  label: string,
  wasDown: boolean,
): { readonly results: readonly Result[]; readonly note: string } {
  const labelOf = (result: Result): string => endsWith({ ...result, answer: ending.answer })
  if (label === labelOf(ending)) return { results: [ending], note: '' }
  const { cameFirst } = ending
  if (cameFirst && label === labelOf(cameFirst)) return { results: [cameFirst], note: ' (it came first)' }
  const results = wasDown ? afterOutage(ending).filter((result) => labelOf(result) === label) : []
  return { results, note: results.length > 0 ? ' (after the outage)' : '' }
}

/** The event that had to come on the way, if it did not. */
async function missed({ sagas, outages }: Table, { passes }: Ending, sagaId: string | undefined): Promise<string[]> {
  if (!passes || !sagaId) return []
  const isMeant = ({ type }: { type: string }): boolean => type === passes
  const seen = await waitForEvent(sagas, outages, { sagaId, isMeant, timeoutMs: SETTLE_TIMEOUT_MS })
  return seen ? [] : [`no ${passes}`]
}

/** Waits until nothing is left behind that none of the results allows; what is still there when the time is up. */
async function settled({ manifest, outages }: Table, saga: Saga, results: readonly Result[]): Promise<string[]> {
  let last: string[] = []
  const isClean = async (): Promise<true | undefined> => {
    for (const { remains } of results) {
      last = await faultsIn(manifest, saga, remains)
      if (last.length === 0) return true
    }
    return undefined
  }
  return (await waitFor(outages, SETTLE_TIMEOUT_MS, isClean)) ? [] : last
}
