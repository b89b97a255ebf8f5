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
  /** Why it could not be done, or not be undone. */
  problem?: string
}

/** What goes wrong so shortly after the end of a fault may still be of it. */
const AFTERMATH_MS = 3_000

/** Plays the faults of a schedule, each at its time, and undoes every one of them. */
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

  /** Resolves when all have been played and undone. */
  async play(schedule: readonly PlannedFault[]): Promise<void> {
    await Promise.all(schedule.map((planned) => this.#playOne(planned)))
  }

  /** What was broken in that time, in words. */
  brokenBetween(fromMs: number, toMs: number): string {
    const isOn = ({ beganMs = 0, endedMs = Number.POSITIVE_INFINITY }: FaultRecord) =>
      beganMs <= toMs && endedMs + AFTERMATH_MS >= fromMs
    return this.records
      .filter(isOn)
      .map(({ planned: { fault, target } }) => `${fault}: ${target}`)
      .join('; ')
  }

  /** No further fault begins, and those that last are undone. */
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
