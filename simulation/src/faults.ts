import type { Random } from './machine/random.ts'

/** What the world does to the services, by name. */
export const FAULTS = {
  crash: 'a process dies between any two things that it asks of its database, the log, the provider or the carrier',
  restart: 'a process is stopped in order and started again',
  database: 'a database is away for a while, loses the answer to a commit, or was faster for somebody else',
  duplicate: 'records are sent or delivered again, even late',
  delay: 'records lie around for seconds',
  reorder: 'the relay sends one stream’s events in another order',
  rebalance: 'partitions are dealt anew while batches are in work',
  partitions: 'topics get more partitions while everything runs, and keys move',
  timers: 'timers fire early or late',
  psp: 'the card provider loses requests and answers, and refuses requests for good',
  carrier: 'the carrier loses requests and answers, and refuses requests for good',
  webhooks: 'the carrier’s webhooks repeat, overtake each other and come late',
} as const

export type Fault = keyof typeof FAULTS
export const FAULT_NAMES = Object.keys(FAULTS) as Fault[]

/** A fault that happened, in order of happening. */
export interface Injected {
  readonly fault: Fault
  /** Which occurrence in its run: 0, 1, 2 … */
  readonly index: number
}

/** Decides at each opportunity whether a fault injects. Draws the same numbers whether it is allowed to or not. */
export class Faults {
  readonly injected: Injected[] = []
  readonly #random: Random
  readonly #allowed: ReadonlySet<Fault>
  readonly #spared: ReadonlySet<number>
  /** How wild this run is. */
  readonly #intensity: number
  #hits = 0

  constructor(random: Random, allowed: readonly Fault[], spared: ReadonlySet<number>) {
    this.#random = random
    this.#allowed = new Set(allowed)
    this.#spared = spared
    this.#intensity = random.one(INTENSITIES)
  }

  /** @param probability in a run of ordinary wildness */
  injects(fault: Fault, probability: number): boolean {
    if (!this.#random.chance(probability * this.#intensity) || !this.#allowed.has(fault)) return false
    const index = this.#hits++
    if (this.#spared.has(index)) return false
    this.injected.push({ fault, index })
    return true
  }
}

const INTENSITIES = [0.3, 1, 1, 2.5]
