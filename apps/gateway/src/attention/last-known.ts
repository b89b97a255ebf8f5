/** Lists as they were read last: what is unavailable is named beside them, and its list stays. */
export class LastKnown {
  readonly #lists = new Map<string, readonly unknown[]>()

  /** The list of this name; the last one where it cannot be read now. */
  async of<T>(name: string, read: () => Promise<T[]>): Promise<T[]> {
    try {
      const list = await read()
      this.#lists.set(name, list)
      return list
    } catch {
      return [...((this.#lists.get(name) ?? []) as readonly T[])]
    }
  }
}
