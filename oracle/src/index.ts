export { checkAtRest, type Remains } from './at-rest.ts'
export { FactBook } from './fact-book.ts'
export type {
  Difference,
  Fact,
  FactData,
  Facts,
  Invariant,
  Lack,
  Ledger,
  Live,
  Parcel,
  ParkedFact,
  PendingFact,
  PublicationFault,
  Saga,
  Standing,
  UnreadFact,
  UnsentFact,
  Violation,
} from './facts.ts'
export { EXPIRY_GRACE_MS } from './invariants/6-endings.ts'
export { invariants } from './invariants/index.ts'
export { labelOf } from './label.ts'
export { settlementsOf } from './money.ts'
export { ENDING_EVENTS, endingsOf, factsOf, isEnding, orderIdIn, type Progress, progressOf } from './saga.ts'
export { Watch } from './watch.ts'
export { wordsOf } from './words.ts'
