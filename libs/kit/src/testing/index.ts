export { beginning, type Fixture, NOW, run, settle } from './fixture.ts'
export { createHarness, type Harness, type HarnessParts, OPERATOR_HEADERS, type Wire } from './harness.ts'
export { type Cases, type Reaction, type Situation, TAKEN } from './react.ts'
export { type Examples, endOf, madeOf, type Story, story, worldAfter } from './story.ts'
