/** Lets those who want the same things have them one after the other, in the order in which they came. */
export class Turns {
  readonly #last = new Map<string, Promise<void>>()

  /** @returns to be called when they are no longer needed */
  async take(things: readonly string[]): Promise<() => void> {
    const done = Promise.withResolvers<void>()
    const before = things.map((thing) => this.#last.get(thing))
    for (const thing of things) this.#last.set(thing, done.promise) // in one go: nobody can wait for each other
    await Promise.all(before)
    return done.resolve
  }
}
