export { type Bench, type BenchParts, createBench, type Wire } from './bench.ts'
