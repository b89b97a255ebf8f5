/** Locks by name: callers that want the same names get them one after the other, in the order of their calls. */
export class Turns {
  readonly #last = new Map<string, Promise<void>>()

  /** @returns a function that releases them */
  async take(things: readonly string[]): Promise<() => void> {
    const done = Promise.withResolvers<void>()
    const before = things.map((thing) => this.#last.get(thing))
    for (const thing of things) this.#last.set(thing, done.promise) // all at once, so no two callers can wait for each other
    await Promise.all(before)
    return done.resolve
  }
}
