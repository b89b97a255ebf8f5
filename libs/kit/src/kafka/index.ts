export { LogError } from './errors.ts'
export { createKafkaLog, type KafkaLogOptions } from './log.ts'
