export { type Bench, type BenchParts, createBench, OPERATOR_HEADERS, type Wire } from './bench.ts'
export type { Cases, Reaction, Situation } from './react.ts'
export { type Examples, endOf, madeOf, type Story, story, worldAfter } from './story.ts'
export { beginning, NOW, run, settle, type World } from './world.ts'
