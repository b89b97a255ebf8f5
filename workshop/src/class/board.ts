import type { Verdict } from '../progress.ts'

/** How a learner stands with a lab, as told by the learner's own machine. */
export interface ClassReport {
  /** Made at random on the learner's machine: tells two learners of one name apart. */
  readonly seat: string
  readonly name: string
  readonly lab: number
  readonly hints: number
  readonly result: 'begun' | Verdict
  /** Since the lab was begun, until now, or until it was done. Clocks of two machines differ. */
  readonly elapsedSeconds: number
}

/** What is known of one learner's one lab. */
interface Standing {
  readonly lab: number
  readonly hints: number
  readonly result: ClassReport['result']
  /** By the clock of the class page, in milliseconds since 1970. */
  readonly begunMs: number
  readonly seenMs: number
  /** How long it took, once it is done. */
  readonly doneSeconds?: number
}

export interface Learner {
  readonly seat: string
  readonly name: string
  /** By number; the last one reported last. */
  readonly labs: readonly Standing[]
}

export interface Row {
  readonly name: string
  readonly lab: number
  readonly seconds: number
  readonly hints: number
  readonly result: ClassReport['result']
  /** Labs that are done. */
  readonly done: number
  readonly seenSecondsAgo: number
}

const MAX_LEARNERS = 500

/** Who is in the class, and how far. */
export class ClassBoard {
  readonly #learners: Map<string, Learner>

  constructor(learners: readonly Learner[] = []) {
    this.#learners = new Map(learners.map((learner) => [learner.seat, learner]))
  }

  get learners(): readonly Learner[] {
    return [...this.#learners.values()]
  }

  /** @returns false if the class is full */
  take(report: ClassReport, nowMs: number): boolean {
    const { seat, name, lab } = report
    const known = this.#learners.get(seat)
    if (!known && this.#learners.size >= MAX_LEARNERS) return false
    const before = known?.labs.find((one) => one.lab === lab)
    const others = known?.labs.filter((one) => one.lab !== lab) ?? []
    this.#learners.set(seat, { seat, name, labs: [...others, standing(report, before, nowMs)] })
    return true
  }

  /** By name. */
  rows(nowMs: number): Row[] {
    return this.learners
      .flatMap(({ name, labs }) => rowOf(name, labs, nowMs) ?? [])
      .sort((one, other) => one.name.localeCompare(other.name))
  }
}

/** A lab that was done once stays done. */
function standing(
  { lab, hints, result, elapsedSeconds }: ClassReport,
  before: Standing | undefined,
  nowMs: number,
): Standing {
  const doneSeconds = before?.doneSeconds ?? (result === 'right' ? elapsedSeconds : undefined)
  return {
    ...{ lab, hints, result, seenMs: nowMs },
    begunMs: before?.begunMs ?? nowMs - elapsedSeconds * 1_000,
    ...(doneSeconds !== undefined && { doneSeconds }),
  }
}

function rowOf(name: string, labs: readonly Standing[], nowMs: number): Row | undefined {
  const now = labs.at(-1)
  if (!now) return undefined
  const sinceBegun = Math.round((nowMs - now.begunMs) / 1_000)
  return {
    ...{ name, lab: now.lab, hints: now.hints, result: now.result },
    seconds: now.doneSeconds ?? sinceBegun,
    done: labs.filter(({ doneSeconds }) => doneSeconds !== undefined).length,
    seenSecondsAgo: Math.round((nowMs - now.seenMs) / 1_000),
  }
}
