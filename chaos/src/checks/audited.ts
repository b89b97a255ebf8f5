import { audit, type Report } from '@bistro/audit'
import type { Manifest } from '@bistro/client'
import type { FaultRecord } from '../director.ts'
import type { ForgedBook } from '../faults/forged-book.ts'
import type { Acknowledged } from '../load/guest.ts'
import { wrongEnding } from './endings.ts'
import type { Violation } from './violation.ts'

/** The eight invariants over everything; findings about this run's own forged records are left out. */
export async function audited(
  manifest: Manifest,
  forged: ForgedBook,
): Promise<{ readonly report?: Report; readonly violations: Violation[] }> {
  try {
    const report = await audit(manifest)
    const violations = report.findings.flatMap(({ invariant, violations }) =>
      violations
        .filter(({ ids }) => !forged.explains(ids))
        .map(({ what, ids }) => ({ check: 'audit', what: `${invariant.name}: ${what} ${JSON.stringify(ids)}` })),
    )
    return { report, violations }
  } catch (error) {
    return { violations: [{ check: 'audit', what: `the audit failed: ${(error as Error).message}` }] }
  }
}

/** A moved clock affects timers that were set before it moved and the times of events after it. */
export function endingViolations(
  { facts }: Report,
  acknowledged: ReadonlyMap<string, Acknowledged>,
  records: readonly FaultRecord[],
  deadlineMs: number,
): Violation[] {
  return [...acknowledged.values()].flatMap(({ reservationId, plan, asksForCancellation, atMs }) => {
    const inputs = {
      wishes: plan.wishes,
      isTight: plan.isTight,
      asksForCancellation,
      movedClocks: movedAfter(records, atMs),
    }
    const found = facts.sagas.get(reservationId)?.facts ?? []
    const fault = wrongEnding(inputs, found, deadlineMs)
    return fault === undefined ? [] : [{ check: 'endings', what: `${reservationId}: ${fault} (${describe(plan)})` }]
  })
}

const movedAfter = (records: readonly FaultRecord[], atMs: number): Set<string> =>
  new Set(
    records
      .filter(({ planned, endedMs }) => planned.kind === 'clock' && (endedMs ?? Number.POSITIVE_INFINITY) > atMs)
      .map(({ planned }) => planned.target.split(' ')[0] ?? ''),
  )

const describe = ({ wishes: { cardToken, postcode, holdSeconds } }: Acknowledged['plan']): string =>
  [cardToken, postcode, ...(holdSeconds ? [`hold ${holdSeconds} s`] : [])].join(', ')
