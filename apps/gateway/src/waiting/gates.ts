import { sourceOf } from '@bistro/events'
import type { ServiceName } from '@bistro/services'
import type { Services } from '../services.ts'
import { readAll } from './pages.ts'

interface Gate {
  readonly source: string
  readonly version: number
}

const FRESH_MS = 500
const MAX_KNOWN = 5_000

/** How far one service has taken one stream of another: asked of the service, and kept for a moment. */
export class Gates {
  readonly #services: Pick<Services, 'get'>
  readonly #now: () => number
  readonly #known = new Map<string, { readonly atMs: number; readonly gates: Promise<readonly Gate[] | undefined> }>()

  constructor(services: Pick<Services, 'get'>, now: () => number) {
    this.#services = services
    this.#now = now
  }

  /** The version that it has taken, 0 for none; undefined if it does not answer. */
  async versionAt(reader: ServiceName, publisher: string, stream: string): Promise<number | undefined> {
    const gates = await this.#gatesOf(reader, stream)
    return gates && (gates.find(({ source }) => source === sourceOf(publisher))?.version ?? 0)
  }

  #gatesOf(reader: ServiceName, stream: string): Promise<readonly Gate[] | undefined> {
    const key = `${reader} ${stream}`
    const known = this.#known.get(key)
    if (known && this.#now() - known.atMs < FRESH_MS) return known.gates
    if (this.#known.size >= MAX_KNOWN) this.#known.clear()
    const gates = readAll<Gate>(this.#services, reader, `/gates?stream=${stream}`).then(
      ({ items }) => items,
      () => undefined,
    )
    this.#known.set(key, { atMs: this.#now(), gates })
    return gates
  }
}
