import { setTimeout as delay } from 'node:timers/promises'
import { type Invariant, invariants, type Progress, progressOf, type Violation } from '@bistro/oracle'
import type { Access } from './access.ts'
import { type Look, look } from './look.ts'
import { type Unfinished, unfinishedIn } from './waiting/unfinished.ts'

/** The audit cannot see two services at the same moment. A real violation is still there after this time. */
const SECOND_LOOK_MS = 5_000

export interface Finding {
  readonly invariant: Invariant
  readonly violations: readonly Violation[]
}

export interface Report extends Look {
  readonly findings: readonly Finding[]
  readonly progress: Progress
  /** Sagas that have not ended, or that still have work to be done. */
  readonly unfinished: readonly Unfinished[]
}

/** Checks a running stack against all invariants. A violation is reported if it is there at a second look as well. */
export async function audit(access: Access, onDoubt: (count: number) => void = () => {}): Promise<Report> {
  const first = judge(await look(access))
  const doubts = keysIn(first)
  if (doubts.size === 0) return first
  onDoubt(doubts.size)
  await delay(SECOND_LOOK_MS)
  return keepOnly(judge(await look(access)), doubts)
}

function judge(seen: Look): Report {
  const findings = invariants.map((invariant) => ({ invariant, violations: invariant.check(seen.facts) }))
  return { ...seen, findings, progress: progressOf(seen.facts), unfinished: unfinishedIn(seen.facts) }
}

function keepOnly(report: Report, doubts: ReadonlySet<string>): Report {
  const findings = report.findings.map(({ invariant, violations }) => ({
    invariant,
    violations: violations.filter((violation) => doubts.has(keyOf(violation))),
  }))
  return { ...report, findings }
}

const keysIn = ({ findings }: Report): Set<string> =>
  new Set(findings.flatMap(({ violations }) => violations.map(keyOf)))

/** The text may contain a time or an amount that changes between two looks; the ids do not change. */
const keyOf = ({ invariant, ids }: Violation): string => `${invariant} ${JSON.stringify(ids)}`
