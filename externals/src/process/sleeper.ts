/** Waits that can all be ended at once. */
export class Sleeper {
  readonly #sleeping = new Map<NodeJS.Timeout, (reason: Error) => void>()
  #ended: Error | undefined

  /** Resolves after `ms` milliseconds; rejects with the reason given to `endAll`. */
  async sleep(ms: number): Promise<void> {
    if (this.#ended) throw this.#ended
    if (ms <= 0) return
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    const timer = setTimeout(() => {
      this.#sleeping.delete(timer)
      resolve()
    }, ms)
    this.#sleeping.set(timer, reject)
    await promise
  }

  endAll(reason: Error): void {
    this.#ended = reason
    for (const [timer, reject] of this.#sleeping) {
      clearTimeout(timer)
      reject(reason)
    }
    this.#sleeping.clear()
  }
}
