/** The safety nets of the runtime. Production has all of them; each break in `breaks.ts` removes one. */
export interface SafetyNets {
  /** Versions are compared before a message is applied. */
  readonly gate: boolean
  /** Nothing is sent before it is committed. */
  readonly publishAfterCommit: boolean
  /** An outbox entry is marked as published when the broker has acknowledged it. */
  readonly markAfterSend: boolean
  /** Offsets are committed when the work is stored. */
  readonly offsetsAfterWork: boolean
  /** Gates that were held back are stored before offsets are committed. */
  readonly flushBeforeOffsets: boolean
  /** Calls carry the same idempotency key each time. */
  readonly idempotencyKeys: boolean
  /** The response to a call that was replaced meanwhile is dropped. */
  readonly lateAnswersDropped: boolean
  /** Timers are rows and outlive the process that set them. */
  readonly durableTimers: boolean
  /** Work that a dead process has claimed can be claimed again after a while. */
  readonly leasesEnd: boolean
}

export const ALL_NETS: SafetyNets = {
  gate: true,
  publishAfterCommit: true,
  markAfterSend: true,
  offsetsAfterWork: true,
  flushBeforeOffsets: true,
  idempotencyKeys: true,
  lateAnswersDropped: true,
  durableTimers: true,
  leasesEnd: true,
}
