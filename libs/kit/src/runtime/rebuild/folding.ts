import type { Replayed } from '../../model/rebuild.ts'
import { sleep } from '../clock.ts'
import type { Parts } from '../parts.ts'
import type { Build } from './port.ts'

/** Events that are kept in memory because the live view has not taken them yet. */
const MAX_WAITING = 5_000
/** Without progress for this long, the rebuild fails. */
export const STALL_MS = 60_000
const RETRY_MS = 500

/** Folds events into the rebuilt rows, one page after the other; keeps those that the live view has not taken yet. */
export class Folding {
  readonly #parts: Pick<Parts, 'clock' | 'store'>
  readonly #build: Build
  /** Throws when the rebuild has ended. */
  readonly #mustGoOn: () => void
  /** Read, but not yet taken by the live view. */
  #waiting: Replayed[] = []
  /** One fold at a time. */
  #last: Promise<void> = Promise.resolve()

  constructor(parts: Pick<Parts, 'clock' | 'store'>, build: Build, mustGoOn: () => void) {
    this.#parts = parts
    this.#build = build
    this.#mustGoOn = mustGoOn
  }

  /** Folds these events and those that wait. */
  fold(events: readonly Replayed[], overGaps = false): Promise<void> {
    this.#last = this.#last.catch(() => undefined).then(() => this.#foldNow(events, overGaps))
    return this.#last
  }

  async #foldNow(events: readonly Replayed[], overGaps: boolean): Promise<void> {
    const { clock, store } = this.#parts
    const until = clock.monotonic() + STALL_MS
    const all = [...this.#waiting, ...events]
    while (all.length > 0) {
      this.#mustGoOn()
      try {
        this.#waiting = [...(await store.rebuilds.fold(this.#build, all, overGaps))]
        return
      } catch (error) {
        if (!(error as { retryable?: boolean }).retryable || clock.monotonic() > until) throw error
      }
      await sleep(clock, RETRY_MS)
    }
  }

  async waitForLiveView(): Promise<void> {
    const { clock } = this.#parts
    let [least, since] = [this.#waiting.length, clock.monotonic()]
    while (this.#waiting.length > MAX_WAITING) {
      await sleep(clock, RETRY_MS)
      this.#mustGoOn()
      await this.fold([])
      if (this.#waiting.length < least) [least, since] = [this.#waiting.length, clock.monotonic()]
      else if (clock.monotonic() - since > STALL_MS)
        throw new Error(`the live view has not taken ${least} of the events that were read, and does not go on`)
    }
  }
}
