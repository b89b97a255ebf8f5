import type { Service } from '../model/service.ts'
import type { SafetyNets } from './safety-nets.ts'

/** A safety net that can be removed, to show what it prevents. */
export interface Break {
  readonly what: string
  /** Nets of the runtime that are missing. */
  readonly nets?: Partial<SafetyNets>
  /** The service without the net that is part of its definition. */
  changed?(service: Service): Service
}

export type Breaks = Readonly<Record<string, Break>>

/** What can be removed from the runtime of any service. */
export const RUNTIME_BREAKS: Breaks = {
  'no-gate': {
    what: 'Messages are applied without a check of their versions: duplicates count twice, and messages are applied out of order.',
    nets: { gate: false },
  },
  'dual-write': {
    what: 'Events are published before they are committed: after a crash in between, other services act on events that never happened.',
    nets: { publishAfterCommit: false },
  },
  'offset-first': {
    what: 'Offsets are committed before the work is stored: a crash in between loses the messages for good.',
    nets: { offsetsAfterWork: false },
  },
  'no-key': {
    what: 'Calls to the card provider and the carrier carry no idempotency key: a retry charges or ships twice.',
    nets: { idempotencyKeys: false },
  },
  'volatile-timers': {
    what: 'Timers are kept only in memory: a crash loses every deadline and every expiry of a hold.',
    nets: { durableTimers: false },
  },
  'mark-before-send': {
    what: 'The relay marks events as published before the broker has stored them: after a crash in between they are never published.',
    nets: { markAfterSend: false },
  },
  'lease-forever': {
    what: 'Leases never end: work that a process has claimed before it dies is never done.',
    nets: { leasesEnd: false },
  },
  'flush-forgets': {
    what: 'Gates that were held back are not stored before offsets are committed: a crash in between loses them.',
    nets: { flushBeforeOffsets: false },
  },
}
