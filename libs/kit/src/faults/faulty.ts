import type { Life } from './life.ts'
import type { Memory } from './memory.ts'
import type { Decisions } from './names.ts'
import type { Random } from './random.ts'
import type { SafetyNets } from './safety-nets.ts'

/** What the wrappers of a process's ports need: what is broken on purpose, and time and chance to do it. */
export interface Faulty {
  readonly decisions: Decisions
  /** May change while the process runs. */
  readonly nets: SafetyNets
  readonly life: Life
  readonly memory: Memory
  /** How long a fault lasts, and what it hits. */
  readonly random: Pick<Random, 'between'>
  readonly time: Time
  readonly pace: Pace
  /** Another idempotency key each time. */
  freshKey(): string
  /** Tells of a fault that happened. */
  note(what: string, saga?: string): void
}

export interface Time {
  sleep(ms: number): Promise<void>
  /** Calls `run` later. */
  later(ms: number, run: () => void): void
}

/** How a transport behaves while no fault is injected. */
export interface Pace {
  /** Until records reach the topic. */
  sendMs(): number
  /** Until records are read. */
  readMs(): number
  /** How many records are delivered together. */
  portion(): number
}

export const AT_ONCE: Pace = { sendMs: () => 0, readMs: () => 0, portion: () => Number.POSITIVE_INFINITY }
