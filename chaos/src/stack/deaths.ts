export interface Death {
  readonly name: string
  readonly how: string
  readonly atMs: number
}

/** The processes that ended although this run had not killed them. */
export class Deaths {
  readonly unasked: Death[] = []
  readonly #expected = new Set<string>()
  readonly #listeners: ((name: string) => void)[] = []

  /** While `work` is done, an end of that process is expected. */
  async expecting(name: string, work: () => Promise<void>): Promise<void> {
    this.#expected.add(name)
    try {
      await work()
    } finally {
      this.#expected.delete(name)
    }
  }

  readonly happened = (name: string, how: string): void => {
    if (this.#expected.has(name)) return
    this.unasked.push({ name, how, atMs: performance.now() })
    for (const listener of this.#listeners) listener(name)
  }

  /** @param listener called for each unexpected end */
  onUnasked(listener: (name: string) => void): void {
    this.#listeners.push(listener)
  }
}
