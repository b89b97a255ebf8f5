import { CallFailed, reasonOf } from '../model/outside.ts'
import type { EffectDefinition } from '../model/pending.ts'
import type { Clock } from './clock.ts'
import type { Health } from './health.ts'

/** So many calls of a system fail one after the other, none answered between them, before it counts as away. */
const DOUBTED_AFTER_CALLS = 5
/** While a system is away, one of the calls that wait for it is tried so often. */
const PROBE_MS = 5_000

interface System {
  readonly effects: Set<string>
  failures: number
  isAway: boolean
  probedAt: number
}

/**
 * Which of the systems outside answer. One call that goes wrong says nothing about a system; several in a row do. What
 * waits in its back-off meanwhile need not wait for its end: one call is tried now and then, and all when one succeeds.
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

  /** @returns effects whose calls need not wait any longer */
  answered({ calls }: EffectDefinition): readonly string[] {
    const system = this.#system(calls)
    system.failures = 0
    if (!system.isAway) return []
    system.isAway = false
    this.#health.recovered(calls)
    return [...system.effects]
  }

  /** @returns for each system that is away and has not been tried for a while, its effects */
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
