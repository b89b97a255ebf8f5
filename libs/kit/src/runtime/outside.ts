import { CallFailed, reasonOf } from '../model/outside.ts'
import type { EffectDefinition } from '../model/pending.ts'
import type { Clock } from './clock.ts'
import type { Health } from './health.ts'

/** Failures in a row before a system counts as unavailable. */
const DOUBTED_AFTER_CALLS = 5
/** Interval of test calls to an unavailable system. */
const PROBE_MS = 5_000

interface System {
  readonly effects: Set<string>
  failures: number
  isAway: boolean
  probedAt: number
}

/**
 * Tracks which external systems respond. One failed call says nothing about a system; several in a row do. Calls
 * in back-off need not wait for its end: one is tried periodically, and all when one succeeds.
 */
export class Outside {
  readonly #health: Health
  readonly #clock: Clock
  readonly #systems = new Map<string, System>()

  constructor(health: Health, clock: Clock, effects: readonly EffectDefinition[]) {
    this.#health = health
    this.#clock = clock
    for (const { calls, name } of effects) this.#system(calls).effects.add(name)
  }

  isAway({ calls }: EffectDefinition): boolean {
    return this.#system(calls).isAway
  }

  failed({ calls }: EffectDefinition, error: unknown): void {
    if (error instanceof CallFailed && error.failure === 'not-understood') return
    const system = this.#system(calls)
    system.failures += 1
    const isShutOut = error instanceof CallFailed && error.failure === 'not-let-in'
    if (!isShutOut && !system.isAway && system.failures < DOUBTED_AFTER_CALLS) return
    if (!system.isAway) system.probedAt = this.#clock.monotonic()
    system.isAway = true
    this.#health.failed(calls, reasonOf(error), 'others')
  }

  /** @returns effects whose calls need not wait for their back-off */
  answered({ calls }: EffectDefinition): readonly string[] {
    const system = this.#system(calls)
    system.failures = 0
    if (!system.isAway) return []
    system.isAway = false
    this.#health.recovered(calls)
    return [...system.effects]
  }

  /** @returns the effects of each unavailable system that is due for a test call */
  toProbe(now: number): readonly (readonly string[])[] {
    const due = [...this.#systems.values()].filter(({ isAway, probedAt }) => isAway && now - probedAt >= PROBE_MS)
    for (const system of due) system.probedAt = now
    return due.map(({ effects }) => [...effects])
  }

  #system(name: string): System {
    const known = this.#systems.get(name)
    if (known) return known
    const system = { effects: new Set<string>(), failures: 0, isAway: false, probedAt: 0 }
    this.#systems.set(name, system)
    return system
  }
}
