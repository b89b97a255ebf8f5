import { byTurns } from '../product/guests.ts'
import type { Environment } from './environment.ts'
import { DRAIN_TIMEOUT_MS, windowOf } from './measure.ts'
import type { Design, RunningDesign } from './subjects.ts'

/** Gives the designs turns: at most one runs at a time, warmed up. */
export class Schedule {
  readonly #environment: Environment
  readonly #warmUpSeconds: number
  #current: { readonly design: Design; readonly running: RunningDesign } | undefined

  constructor(environment: Environment, warmUpSeconds: number) {
    this.#environment = environment
    this.#warmUpSeconds = warmUpSeconds
  }

  /** Stops the design before, starts this one with data of its own and warms it up, unless it runs already. */
  async to(design: Design): Promise<RunningDesign> {
    if (this.#current?.design === design) return this.#current.running
    await this.end()
    const running = await design.start(this.#environment)
    this.#current = { design, running }
    await this.#environment.generator.load({
      crowds: [byTurns(this.#environment.guests)],
      pace: { window: windowOf(design, this.#environment) },
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
