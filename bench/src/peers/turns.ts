import type { Crowd } from '../load/protocol.ts'
import type { Arena, Design, RunningDesign } from './contenders.ts'
import { DRAIN_TIMEOUT_MS, windowOf } from './measure.ts'

/** Whose turn it is: at most one design runs, warmed up. */
export class Turns {
  readonly #arena: Arena
  readonly #crowds: readonly Crowd[]
  readonly #warmUpSeconds: number
  #current: { readonly design: Design; readonly running: RunningDesign } | undefined

  constructor(arena: Arena, crowds: readonly Crowd[], warmUpSeconds: number) {
    this.#arena = arena
    this.#crowds = crowds
    this.#warmUpSeconds = warmUpSeconds
  }

  /** Stops the design before, starts this one with data of its own and warms it up, unless it runs already. */
  async to(design: Design): Promise<RunningDesign> {
    if (this.#current?.design === design) return this.#current.running
    await this.end()
    const running = await design.start(this.#arena)
    this.#current = { design, running }
    await this.#arena.generator.load({
      crowds: this.#crowds,
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
