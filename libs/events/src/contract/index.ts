export { type EventVersions, type Fixture, readEvents, readFixtures } from './fixtures.ts'
export { freeze, type Made, unfrozen } from './freeze.ts'
export { lockFaults } from './lock.ts'
export { SAMPLE } from './sample.ts'
