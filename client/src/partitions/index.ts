export { type Move, movesOf, SCHEMES, type Scheme } from './moves.ts'
export { partitionOf, placementOf } from './placement.ts'
