export { LogError } from './errors.ts'
export { createKafkaLog, type KafkaLogOptions } from './log.ts'
export { createKafkaReader, type KafkaReader } from './reader.ts'
export { createSurvey } from './survey.ts'
