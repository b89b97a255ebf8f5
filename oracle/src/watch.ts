import type { ServiceName } from '@bistro/services'
import { FactBook } from './fact-book.ts'
import type { Fact, Fold, Invariant, Live, PublicationFault, Violation } from './facts.ts'
import { heldTooLong, isHeld } from './invariants/6-endings.ts'
import { publicationViolation } from './invariants/7-published.ts'
import { invariants } from './invariants/index.ts'

/** Checks the invariants that hold at every moment, as things happen. Each call checks only the saga or stream that it names. */
export class Watch {
  readonly book = new FactBook()
  readonly #live: Live
  readonly #report: (violation: Violation) => void
  readonly #folds = invariants.flatMap(({ folds }) => (folds ? [{ ...folds, begun: new Map<string, Fold>() }] : []))

  constructor(live: Live, report: (violation: Violation) => void) {
    this.#live = live
    this.#report = report
  }

  /** An event was stored. */
  stored(fact: Fact): void {
    for (const { subjectOf, begin, begun } of this.#folds) {
      const subject = subjectOf(fact)
      if (subject !== undefined) this.#tell(foldOf(begun, subject, begin)(fact))
    }
    if (this.book.add(fact)) this.moved(fact.data.reservationId, fact.service)
  }

  /** Something has happened to a saga at a service, or at the card provider or the carrier for that service. */
  moved(reservationId: string | undefined, by: ServiceName): void {
    const saga = this.book.sagas.get(reservationId ?? '')
    if (saga) for (const { movedBy, check } of ALWAYS) if (movedBy.includes(by)) this.#tell(check(saga, this.#live))
  }

  isHeld(reservationId: string): boolean {
    const saga = this.book.sagas.get(reservationId)
    return saga !== undefined && isHeld(saga)
  }

  /** The hold of a reservation expired long ago, and the reservation service was up. */
  overdue(reservationId: string): void {
    const saga = this.book.sagas.get(reservationId)
    if (saga) this.#tell(heldTooLong(saga, this.#live))
  }

  /** Store and topic were compared. */
  compared(found: PublicationFault): void {
    this.#report(publicationViolation(found))
  }

  #tell(violations: readonly Violation[]): void {
    for (const violation of violations) this.#report(violation)
  }
}

const ALWAYS = invariants.flatMap(({ always }: Invariant) => always ?? [])

function foldOf(begun: Map<string, Fold>, subject: string, begin: () => Fold): Fold {
  const known = begun.get(subject)
  if (known) return known
  const fold = begin()
  begun.set(subject, fold)
  return fold
}
