import { byTurns } from '../product/guests.ts'
import type { Arena } from './arena.ts'
import type { Design, RunningDesign } from './contenders.ts'
import { DRAIN_TIMEOUT_MS, windowOf } from './measure.ts'

/** Whose turn it is: at most one design runs, warmed up. */
export class Turns {
  readonly #arena: Arena
  readonly #warmUpSeconds: number
  #current: { readonly design: Design; readonly running: RunningDesign } | undefined

  constructor(arena: Arena, warmUpSeconds: number) {
    this.#arena = arena
    this.#warmUpSeconds = warmUpSeconds
  }

  /** Stops the design before, starts this one with data of its own and warms it up, unless it runs already. */
  async to(design: Design): Promise<RunningDesign> {
    if (this.#current?.design === design) return this.#current.running
    await this.end()
    const running = await design.start(this.#arena)
    this.#current = { design, running }
    await this.#arena.generator.load({
      crowds: [byTurns(this.#arena.guests)],
      pace: { window: windowOf(design, this.#arena) },
      seconds: this.#warmUpSeconds,
      drainTimeoutMs: DRAIN_TIMEOUT_MS,
    })
    return running
  }

  async end(): Promise<void> {
    await this.#current?.running.stop()
    this.#current = undefined
  }
}
