import { setTimeout as delay } from 'node:timers/promises'
import { faults } from './faults/index.ts'
import type { Recovered, Recovery } from './recovery.ts'
import type { PlannedFault } from './schedule.ts'
import { persistently } from './stack/persistently.ts'
import type { Turns } from './stack/turns.ts'
import type { World } from './world.ts'

/** How a planned fault went. */
export interface FaultRecord {
  readonly planned: PlannedFault
  beganMs?: number
  endedMs?: number
  recovered?: Recovered
  /** Why the fault could not be injected or undone. */
  problem?: string
}

/** A failure within this time after a fault may still be caused by it. */
const AFTERMATH_MS = 3_000

/** Injects the faults of a schedule, each at its time, and undoes them. */
export class Director {
  readonly records: FaultRecord[] = []
  readonly #world: World
  readonly #turns: Turns
  readonly #recovery: Recovery
  readonly #over = new AbortController()

  constructor(world: World, turns: Turns, recovery: Recovery) {
    this.#world = world
    this.#turns = turns
    this.#recovery = recovery
  }

  /** Resolves when all faults have been injected and undone. */
  async play(schedule: readonly PlannedFault[]): Promise<void> {
    await Promise.all(schedule.map((planned) => this.#playOne(planned)))
  }

  /** The faults that were active in that time, as text. */
  brokenBetween(fromMs: number, toMs: number): string {
    const isOn = ({ beganMs = 0, endedMs = Number.POSITIVE_INFINITY }: FaultRecord) =>
      beganMs <= toMs && endedMs + AFTERMATH_MS >= fromMs
    return this.records
      .filter(isOn)
      .map(({ planned: { fault, target } }) => `${fault}: ${target}`)
      .join('; ')
  }

  /** Starts no further fault, and undoes the active ones. */
  stop(): void {
    this.#over.abort()
  }

  async #playOne(planned: PlannedFault): Promise<void> {
    await this.#rest(planned.atMs)
    if (this.#over.signal.aborted) return
    const release = await this.#turns.take(planned.holds)
    try {
      if (!this.#over.signal.aborted) await this.#breakAndMend(planned)
    } finally {
      release()
    }
  }

  async #breakAndMend(planned: PlannedFault): Promise<void> {
    const record: FaultRecord = { planned, beganMs: performance.now() }
    this.records.push(record)
    this.#recovery.begins()
    try {
      const undo = await faults[planned.fault]!(this.#world, planned)
      await this.#rest(planned.forMs)
      await persistently(undo)
    } catch (error) {
      record.problem = String((error as Error).message).split('\n')[0]
    }
    record.endedMs = performance.now()
    this.#recovery.ends((recovered) => {
      record.recovered = recovered
    })
  }

  async #rest(ms: number): Promise<void> {
    await delay(ms, undefined, { signal: this.#over.signal }).catch(() => {})
  }
}
