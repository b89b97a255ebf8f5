import type { Input } from '../model/input.ts'
import type { Clock } from './clock.ts'
import { placeOf, textOf } from './failure.ts'
import type { Wait } from './held.ts'
import type { Item } from './item.ts'
import type { Logger } from './logger.ts'

/** Of inputs that failed alone so many are told, within `TELL_EVERY_MS`. */
const MAX_TOLD_BLAMES = 10
/** That inputs wait aside is logged so often at most. */
const TELL_EVERY_MS = 5_000

/** What the log says of inputs that cannot be stored now, or never: in a flood of them, of the first few. */
export class Telling {
  readonly #logger: Logger
  readonly #clock: Clock
  #blames = 0
  #blamesSince = Number.NEGATIVE_INFINITY
  #toldAt = Number.NEGATIVE_INFINITY

  constructor(logger: Logger, clock: Clock) {
    this.#logger = logger
    this.#clock = clock
  }

  aside(items: readonly Item[], wait: Wait, error: unknown): void {
    const [first] = items
    if (!first || this.#clock.monotonic() - this.#toldAt < TELL_EVERY_MS) return
    this.#toldAt = this.#clock.monotonic()
    const fields = { ...placeOf(first.input), waitsFor: wait.for, reason: textOf(error), inputs: items.length }
    this.#logger.warn(fields, 'inputs wait aside')
  }

  /** A flood of them is told as its first few, and how many more there were. */
  blamed(input: Input, error: unknown): void {
    const now = this.#clock.monotonic()
    if (now - this.#blamesSince >= TELL_EVERY_MS) {
      const more = this.#blames - MAX_TOLD_BLAMES
      if (more > 0) this.#logger.error({ inputs: more }, 'so many more inputs failed when processed alone')
      this.#blamesSince = now
      this.#blames = 0
    }
    this.#blames += 1
    if (this.#blames > MAX_TOLD_BLAMES) return
    this.#logger.error({ ...placeOf(input), reason: textOf(error) }, 'an input failed when processed alone')
  }
}
