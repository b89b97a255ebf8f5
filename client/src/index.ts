export { ENDINGS, type Ending } from './demo/endings.ts'
export { type Outage, type Outages, outageText, watchOutages, worthSaying } from './demo/outages.ts'
export { type Outcome, play } from './demo/play.ts'
export { type Condition, partsOf } from './demo/probe.ts'
export { untilReadable } from './demo/readable.ts'
export { availableAnswer, retryUntilAvailable, waitFor, waitForEvent } from './demo/retry.ts'
export { stillToCome, undoneIn } from './demo/undone.ts'
export { Aborted, StackError } from './errors.ts'
export { type KafkaLogin, kafkaClient, readersGroup } from './events/kafka-client.ts'
export type { ShownRecord } from './events/memory-reader.ts'
export { followRecords, readAll, readEvents } from './events/reader.ts'
export type { SeenRecord } from './events/records.ts'
export {
  inSyncText,
  leadersOf,
  lookAtReplicas,
  nodesText,
  type ReplicasLook,
  type TopicReplicas,
} from './events/replicas.ts'
export { isEnding, type SagaWatcher, watchSagas } from './events/sagas.ts'
export type { SeenEvent } from './events/seen.ts'
export { type Breakable, readFaults } from './faults.ts'
export { CARDS, POSTCODES } from './guest/choices.ts'
export { type Arranged, arrange, cancel, ORDINARY, reserve, type Wishes } from './guest/guest.ts'
export { type Answer, answerTo, call } from './guest/http.ts'
export type { Manifest } from './manifest.ts'
export {
  EXTERNALS,
  type PartName,
  PROCESS_NAMES,
  type ProcessName,
  SERVICES,
  type ServiceName,
  serviceIn,
  servicesWithout,
} from './names.ts'
export { operatorRoutesOf, routesOf } from './routes.ts'
export { composeCommand, isInContainers, startCommand } from './start-command.ts'
