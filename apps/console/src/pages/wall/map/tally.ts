const WINDOW_MS = 5000

/** Counts events exactly, whatever is drawn of them: in all, and per second over the last five seconds. */
export class Tally {
  readonly #byService = new Map<string, number>()
  #recent: { readonly at: number; readonly counts: ReadonlyMap<string, number> }[] = []

  /** @param counts by "service type" */
  add(counts: Readonly<Record<string, number>>, now: number): void {
    const services = new Map<string, number>()
    for (const [name, count] of Object.entries(counts)) {
      const service = name.split(' ', 1)[0]!
      services.set(service, (services.get(service) ?? 0) + count)
    }
    for (const [service, count] of services) this.#byService.set(service, this.total(service) + count)
    this.#recent.push({ at: now, counts: services })
  }

  get services(): Iterable<string> {
    return this.#byService.keys()
  }

  total(service: string): number {
    return this.#byService.get(service) ?? 0
  }

  perSecond(service: string, now: number): number {
    this.#recent = this.#recent.filter(({ at }) => now - at < WINDOW_MS)
    const sum = this.#recent.reduce((total, { counts }) => total + (counts.get(service) ?? 0), 0)
    return (sum * 1000) / WINDOW_MS
  }
}
