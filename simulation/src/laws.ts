import { realServices, type Services } from './services.ts'

/** How this world works. Production's laws are `LAWS`; `breaks.ts` takes one of them away at a time. */
export interface Laws {
  readonly services: Services
  /** Versions are compared before a message is applied. */
  readonly gate: boolean
  /** Nothing is sent before it is committed. */
  readonly publishAfterCommit: boolean
  /** Offsets are committed when the work is stored. */
  readonly offsetsAfterWork: boolean
  /** Calls carry the same idempotency key each time. */
  readonly idempotencyKeys: boolean
  /** Timers are rows and outlive the process that set them. */
  readonly durableTimers: boolean
}

export const LAWS: Laws = {
  services: realServices(),
  gate: true,
  publishAfterCommit: true,
  offsetsAfterWork: true,
  idempotencyKeys: true,
  durableTimers: true,
}
