export { type Act, type Check, CouldNotCheck, type Lab, type Mistake, type Question } from './lab.ts'
export { type OpenWorld, openWorld, type WorldOptions } from './running-world.ts'
export { hasState, putState, StateDoesNotApply, type StateName, textsOf } from './states.ts'
export type { Fault, RecordOfTopic, World } from './world.ts'
