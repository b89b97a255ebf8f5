/** Lets the versions of each stream through once and in order, whatever their order and number of copies. */
export class InOrder<T extends { readonly version: number }> {
  /** The last version that passed, by stream. */
  readonly #passed = new Map<string, number>()
  readonly #ahead = new Map<string, Map<number, T>>()

  /** @param passed versions that need not come, by stream */
  constructor(passed: Iterable<readonly [string, number]> = []) {
    for (const [stream, version] of passed) this.#passed.set(stream, version)
  }

  /** @returns what is next now */
  take(stream: string, one: T): T[] {
    const last = this.#passed.get(stream) ?? 0
    if (one.version <= last) return []
    if (one.version > last + 1) {
      const ahead = this.#ahead.get(stream) ?? new Map<number, T>()
      this.#ahead.set(stream, ahead.set(one.version, one))
      return []
    }
    const next = [one]
    const ahead = this.#ahead.get(stream)
    for (let more = ahead?.get(one.version + 1); more; more = ahead?.get(more.version + 1)) {
      next.push(more)
      ahead?.delete(more.version)
    }
    if (ahead?.size === 0) this.#ahead.delete(stream)
    this.#passed.set(stream, last + next.length)
    return next
  }
}
