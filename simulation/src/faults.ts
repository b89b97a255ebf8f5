import { type Decisions, PORT_FAULTS, type Random } from '@bistro/kit/faults'

/** The faults that a simulation can inject, by name: those around the ports of a process, and those of the rest of the world. */
export const FAULTS = {
  ...PORT_FAULTS,
  restart: 'a process is stopped gracefully and started again',
  database:
    'a database is unavailable for a while, loses the response to a commit, or commits a conflicting transaction first',
  rebalance: 'partitions are reassigned while batches are being processed',
  partitions: 'topics get more partitions at run time, and keys move to other partitions',
  timers: 'timers fire early or late',
  psp: 'the card provider loses requests and responses, and refuses some requests for good',
  carrier: 'the carrier loses requests and responses, and refuses some requests for good',
  mail: 'the mail server and the pages behind links lose requests and responses',
  webhooks: 'the carrier’s webhooks repeat, overtake each other and arrive late',
} as const

export type Fault = keyof typeof FAULTS
export const FAULT_NAMES = Object.keys(FAULTS) as Fault[]

/** A fault that happened, in order of happening. */
export interface Injected {
  readonly fault: Fault
  /** Which occurrence in its run: 0, 1, 2 … */
  readonly index: number
}

/** Decides at each opportunity whether to inject a fault. Draws the same random numbers whether the fault is allowed or not. */
export class Faults implements Decisions {
  readonly injected: Injected[] = []
  readonly #random: Random
  readonly #allowed: ReadonlySet<Fault>
  readonly #spared: ReadonlySet<number>
  /** Multiplies the probability of every fault in this run. */
  readonly #intensity: number
  #hits = 0

  constructor(random: Random, allowed: readonly Fault[], spared: ReadonlySet<number>) {
    this.#random = random
    this.#allowed = new Set(allowed)
    this.#spared = spared
    this.#intensity = random.one(INTENSITIES)
  }

  /** @param probability in a run of intensity 1 */
  injects(fault: Fault, probability: number): boolean {
    if (!this.#random.chance(probability * this.#intensity) || !this.#allowed.has(fault)) return false
    const index = this.#hits++
    if (this.#spared.has(index)) return false
    this.injected.push({ fault, index })
    return true
  }

  mostMs(_: Fault, usual: number): number {
    return usual
  }
}

const INTENSITIES = [0.3, 1, 1, 2.5]
