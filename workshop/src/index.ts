export { type Act, type Check, CouldNotCheck, type Lab, type Mistake, type Question } from './lab.ts'
export type { Fault, RecordOfTopic, World } from './world.ts'
