export { OUTCOMES } from './outcomes.ts'
export { DELIVERIES, type Delivery, isFenced, Processor, type ProcessorOptions } from './processor.ts'
