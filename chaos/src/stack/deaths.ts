export interface Death {
  readonly name: string
  readonly how: string
  readonly atMs: number
}

/** Which processes have ended although nobody here had killed them. */
export class Deaths {
  readonly unasked: Death[] = []
  readonly #expected = new Set<string>()
  readonly #listeners: ((name: string) => void)[] = []

  /** The end of that process is ours, if it comes while `work` is done. */
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

  /** @param listener told of each that nobody has asked for */
  onUnasked(listener: (name: string) => void): void {
    this.#listeners.push(listener)
  }
}
