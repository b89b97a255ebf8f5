export { type BatchResult, runBatch } from './batch.ts'
export type { Clock, Timer } from './clock.ts'
export type { Codec } from './codec.ts'
export { malformedId, SHAPES, toRecord } from './envelope.ts'
export { Health, type Trouble } from './health.ts'
export type { History, PastEvent, Until } from './history.ts'
export { revive, toInput } from './learning.ts'
export type {
  Bounds,
  Broadcast,
  Following,
  FollowOptions,
  Log,
  OutgoingRecord,
  PartitionReader,
  Position,
  Subscription,
  SubscriptionOptions,
  Survey,
} from './log.ts'
export { partitionKey } from './log.ts'
export { type Logger, SILENT_LOGGER } from './logger.ts'
export { DATABASE_LOST_STATUS } from './lost-database.ts'
export { type Meter, SILENT_METER } from './meter.ts'
export type { Parts } from './parts.ts'
export type { Random } from './random.ts'
export { changesNothing } from './reading.ts'
export { refill } from './refill.ts'
export { type Progress, type Restored, RestoreRefused, restore } from './restore/index.ts'
export * from './runtime.ts'
export { type RunningRuntime, startRuntime } from './start.ts'
export type {
  Changes,
  Committed,
  EncodedEvent,
  GateFilter,
  GateRow,
  OutboxEntry,
  Page,
  Pending,
  Reader,
  Store,
  StoredCommand,
  Transaction,
} from './store.ts'
export { CommitUnknown, LEASE_MS, StoreConflict, StoreUnavailable } from './store.ts'
export { SYSTEM } from './system.ts'
export { WAL_MARK } from './wal.ts'
