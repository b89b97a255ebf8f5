export type {
  Aggregate,
  AnyAggregate,
  Companion,
  Decision,
  FieldsOf,
  Ignored,
  Keeps,
  Rejected,
  Substates,
  Takes,
} from './aggregate.ts'
export { ignore, reject } from './aggregate.ts'
export type { RecordedCommand } from './command.ts'
export type { AnyCommand, AnyEvent, Cause, Message, RawRecord, RecordedEvent, TakenEvent } from './event.ts'
export type { Accepted, Idempotency, Input, Order, Outcome, Request, StoredAnswer } from './input.ts'
export { requestTo } from './input.ts'
export { CallFailed, CallRefused, type Failure, NOTHING_YET, type NothingYet } from './outside.ts'
export type { Backoff, EffectDefinition, EffectName, PendingChange, TimerDefinition, TimerName } from './pending.ts'
export {
  clear,
  define,
  effect,
  effectBackoffMs,
  effectNamed,
  isImmediate,
  timer,
  timerNamed,
} from './pending.ts'
export type { Policies, Policy } from './policy.ts'
export { bind, withRow } from './policy.ts'
export { publisherOf, type Service } from './service.ts'
export type { Context } from './streams.ts'
export type { PendingRow } from './unit-of-work.ts'
export type { Fold, Row, RowRef, View, ViewOf } from './view.ts'
export { rowOf } from './view.ts'
