export type { Delivery } from './deliveries.ts'
export { OUTCOMES } from './outcomes.ts'
export { isFenced, Processor, type ProcessorOptions } from './processor.ts'
