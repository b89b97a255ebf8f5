/** A time in which a process cannot respond because this run killed or paused it. */
interface Outage {
  readonly fromMs: number
  toMs: number
}

/** After a process is back, connections still break and a backlog is worked off. */
const GRACE_MS = 1_500

/** When each process was killed or paused: requests without a response in that time are no violation. */
export class Outages {
  readonly #outages = new Map<string, Outage[]>()

  /** @returns a function that ends the outage */
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
