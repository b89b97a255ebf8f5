import type { Snapshot } from './snapshot.ts'

/** How far a service had come, at the moment of its snapshot, in the streams of the others. */
export class Gates {
  readonly #versions = new Map<string, number>()

  static async read(snapshot: Snapshot): Promise<Gates> {
    const gates = new Gates()
    for await (const { stream, source, version } of snapshot.each<Gate>('select stream, source, version from gates'))
      gates.#versions.set(`${source} ${stream}`, version)
    return gates
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
