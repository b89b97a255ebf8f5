import type { Arguments } from '../arguments.ts'
import type { Growth } from '../checks/growth.ts'
import type { Violation } from '../checks/violation.ts'
import type { FaultRecord } from '../director.ts'
import { KIND_NAMES, type Kind } from '../kinds.ts'
import type { BadAnswer } from '../load/client.ts'
import type { Death } from '../stack/deaths.ts'

/** The report of a run, written as JSON. */
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
  readonly recoveriesMs: readonly number[]
}

export const kindFigures = ({ faults }: Pick<Result, 'faults'>): KindFigures[] =>
  KIND_NAMES.map((kind) => {
    const own = faults.filter(({ planned }) => planned.kind === kind)
    const notDone = own.filter(({ problem }) => problem !== undefined).length
    return { kind, faults: own.length, notDone, recoveriesMs: recoveriesOf({ faults: own }) }
  }).filter(({ faults }) => faults > 0)

/** In milliseconds: recoveries without another fault meanwhile, or, if asked for, those with one. */
export const recoveriesOf = ({ faults }: Pick<Result, 'faults'>, overlapped = false): number[] =>
  faults.flatMap(({ recovered }) => (recovered?.isOverlapped === overlapped ? [recovered.afterMs] : []))
