export { allLabs, type FoundLab, labFolders, labNumbered } from './catalogue.ts'
export { parseClass, tellClass } from './class/report.ts'
export { generateIn } from './generate.ts'
export {
  ACCEPTED,
  amountIn,
  type Booked,
  book,
  consolePage,
  endOf,
  euros,
  ledgerAddress,
  ledgerOf,
  orderOf,
  sagaPage,
  times,
  unlessRefused,
} from './guests.ts'
export { inCopy } from './in-copy.ts'
export { type Act, type Check, CouldNotCheck, type Lab, type Mistake, type Question } from './lab.ts'
export { manifestOfCopy, type StackState, stateOfStack, stopLabStack } from './lab-stack.ts'
export { type Prepared, prepareCopy, renewCopy } from './learner-copy.ts'
export { type CopyPaths, copyPaths, placeOfLabs } from './places.ts'
export { type ClassTicket, type LabProgress, type Progress, ProgressFile, type Verdict } from './progress.ts'
export { readRecord } from './record.ts'
export { type Paint, resultLines } from './result-text.ts'
export { type OpenWorld, openWorld, type WorldOptions } from './running-world.ts'
export { afterEachSave } from './saves.ts'
export { changedBesides, hasCode, solutionDiff, takeSolution } from './solution.ts'
export { startChanged, startFromRest } from './start-changed.ts'
export { hasState, putState, StateDoesNotApply, type StateName, textsOf } from './states.ts'
export { type Verification, verifyLab } from './verification.ts'
export { type Visit, visit } from './visit.ts'
export type { Fault, RecordOfTopic, World } from './world.ts'
