import type { Item } from './item.ts'
import { OutcomeUnknown } from './runtime.ts'
import { StoreUnavailable } from './store.ts'

/** So long a request may wait, from its arrival: its caller is told then, whatever happens. */
const REQUEST_PATIENCE_MS = 5_000

/** Requests that wait or are being stored. Each is answered in time: with what became of it, or with what is known. */
export class Requests {
  /** Oldest first. */
  readonly #waiting = new Set<Item>()
  readonly #reason: () => string | undefined
  #timer: NodeJS.Timeout | undefined

  /** @param reason why nothing is stored now, where that is known */
  constructor(reason: () => string | undefined) {
    this.#reason = reason
  }

  get size(): number {
    return this.#waiting.size
  }

  get oldestMs(): number {
    const [oldest] = this.#waiting
    return oldest ? Date.now() - oldest.since : 0
  }

  add(item: Item): void {
    this.#waiting.add(item)
    item.onSettled(() => this.#waiting.delete(item))
    this.#timer ??= setTimeout(() => this.#look(), Math.max(0, item.since + REQUEST_PATIENCE_MS - Date.now()))
  }

  #look(): void {
    this.#timer = undefined
    for (const item of [...this.#waiting]) {
      const leftMs = item.since + REQUEST_PATIENCE_MS - Date.now()
      if (leftMs > 0) {
        this.#timer = setTimeout(() => this.#look(), leftMs)
        return
      }
      item.reject(item.isCommitting ? new OutcomeUnknown() : new StoreUnavailable(this.#text()))
    }
  }

  #text(): string {
    return this.#reason() ?? `not stored within ${REQUEST_PATIENCE_MS} ms, as others were first or a row is locked`
  }
}
