export { beginning, type Fixture, NOW, run, settle } from './fixture.ts'
export { createHarness, type Harness, type HarnessParts, OPERATOR_HEADERS, type Wire } from './harness.ts'
export type { Cases, Reaction, Situation } from './react.ts'
export { type Examples, endOf, madeOf, type Story, story, worldAfter } from './story.ts'
