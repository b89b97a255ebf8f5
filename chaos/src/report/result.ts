import type { Arguments } from '../arguments.ts'
import type { Growth } from '../checks/growth.ts'
import { median } from '../checks/growth.ts'
import type { Violation } from '../checks/violation.ts'
import type { FaultRecord } from '../director.ts'
import { KIND_NAMES, type Kind } from '../kinds.ts'
import type { BadAnswer } from '../load/client.ts'
import type { Death } from '../stack/deaths.ts'

/** All that a run has to tell; written down as JSON. */
export interface Result {
  readonly arguments: Arguments
  readonly mode: string
  readonly elapsedMs: number
  readonly sagas: { readonly acknowledged: number; readonly ended: number; readonly confirmed: number }
  readonly endings: Readonly<Record<string, number>>
  readonly answers: Readonly<Record<string, number>>
  readonly slowestAnswerMs: number
  readonly badAnswers: readonly BadAnswer[]
  readonly faults: readonly FaultRecord[]
  readonly foreignRecords: number
  readonly deaths: readonly Death[]
  readonly growth: readonly Growth[]
  readonly violations: readonly Violation[]
}

export interface KindFigures {
  readonly kind: Kind
  readonly faults: number
  readonly notDone: number
  readonly medianRecoveryMs: number
  readonly worstRecoveryMs: number
}

export function kindFigures({ faults }: Pick<Result, 'faults'>): KindFigures[] {
  return KIND_NAMES.map((kind) => {
    const own = faults.filter(({ planned }) => planned.kind === kind)
    const recoveries = own.flatMap(({ recoveredAfterMs }) => (recoveredAfterMs === undefined ? [] : [recoveredAfterMs]))
    return {
      kind,
      faults: own.length,
      notDone: own.filter(({ problem }) => problem !== undefined).length,
      medianRecoveryMs: median(recoveries),
      worstRecoveryMs: Math.max(0, ...recoveries),
    }
  }).filter(({ faults }) => faults > 0)
}

export const recoveriesOf = ({ faults }: Pick<Result, 'faults'>): number[] =>
  faults.flatMap(({ recoveredAfterMs }) => (recoveredAfterMs === undefined ? [] : [recoveredAfterMs]))
