/** A time in which a process cannot answer, because of us. */
interface Outage {
  readonly fromMs: number
  toMs: number
}

/** Connections break, and what waited is worked off, a moment after a process is back. */
const GRACE_MS = 1_500

/** When which process was killed or paused: what it could not answer then is not held against it. */
export class Outages {
  readonly #outages = new Map<string, Outage[]>()

  /** @returns ends it */
  begin(name: string): () => void {
    const outage: Outage = { fromMs: performance.now(), toMs: Number.POSITIVE_INFINITY }
    const own = this.#outages.get(name) ?? []
    own.push(outage)
    this.#outages.set(name, own)
    return () => {
      outage.toMs = performance.now()
    }
  }

  covers(name: string, fromMs: number, toMs: number): boolean {
    const own = this.#outages.get(name) ?? []
    return own.some((outage) => outage.fromMs <= toMs && outage.toMs + GRACE_MS >= fromMs)
  }
}
