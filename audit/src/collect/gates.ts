import type { Snapshot } from './snapshot.ts'

const GATES = 'select stream, source, version from gates'

/** How far a service had read the streams of other services at the moment of its snapshot. */
export class Gates {
  readonly #versions = new Map<string, number>()

  /** All of them. */
  static async read(snapshot: Snapshot): Promise<Gates> {
    const gates = new Gates()
    for await (const gate of snapshot.each<Gate>(GATES)) gates.#add(gate)
    return gates
  }

  static async of(snapshot: Snapshot, streams: readonly string[]): Promise<Gates> {
    const gates = new Gates()
    for (const gate of await snapshot.all<Gate>(`${GATES} where stream = any($1)`, [streams])) gates.#add(gate)
    return gates
  }

  #add({ source, stream, version }: Gate): void {
    this.#versions.set(`${source} ${stream}`, version)
  }

  hasPassed(source: string, stream: string, version: number): boolean {
    return version <= (this.#versions.get(`${source} ${stream}`) ?? 0)
  }
}

interface Gate {
  readonly stream: string
  readonly source: string
  readonly version: number
}
