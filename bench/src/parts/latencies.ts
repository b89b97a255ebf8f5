import type { Log } from '@bistro/kit/runtime'

/** Time from the commit of an event, the first of its stream, to the broker's acknowledgement. */
export class Latencies {
  readonly #committedAt = new Map<string, number>()
  readonly #acknowledgedAt = new Map<string, number>()
  #all: number[] = []

  get all(): readonly number[] {
    return this.#all
  }

  /** Number of events that are committed and not acknowledged. */
  get waiting(): number {
    return this.#committedAt.size
  }

  clear(): void {
    this.#all = []
  }

  /** A log that notes what the broker has acknowledged. */
  on(log: Log): Log {
    return {
      ...log,
      send: async (topic, records) => {
        await log.send(topic, records)
        for (const { key } of records) this.#note(this.#acknowledgedAt, key)
      },
    }
  }

  committed(stream: string): void {
    this.#note(this.#committedAt, stream)
  }

  /** The acknowledgement may be there before the response to the commit. */
  #note(side: Map<string, number>, stream: string): void {
    side.set(stream, performance.now())
    const [from, to] = [this.#committedAt.get(stream), this.#acknowledgedAt.get(stream)]
    if (from === undefined || to === undefined) return
    this.#all.push(Math.max(0, to - from))
    this.#committedAt.delete(stream)
    this.#acknowledgedAt.delete(stream)
  }
}
