import { setTimeout as delay } from 'node:timers/promises'
import type { Figures } from '../../harness/bench.ts'
import { Generator } from '../../load/generator.ts'
import type { Crowd, LoadOrder } from '../../load/protocol.ts'
import { byTurns, makeGuests } from '../../product/guests.ts'
import { measure } from '../../product/measure.ts'
import { type Product, startProduct } from '../../product/product.ts'
import { gateRows, storedEvents } from './sizes.ts'

const USUAL = { guests: 400, window: 1_000 }
const SMOKE = { guests: 20, window: 100 }
const DRAIN_TIMEOUT_MS = 60_000
/** Acknowledgements and offsets are written within two seconds of the last event. */
const QUIET_MS = 3_000

/** A product and its load. */
export class Site {
  readonly product: Product
  readonly #generator: Generator
  readonly #crowds: readonly Crowd[]
  readonly #size: typeof USUAL

  private constructor(product: Product, generator: Generator, crowds: readonly Crowd[], size: typeof USUAL) {
    this.product = product
    this.#generator = generator
    this.#crowds = crowds
    this.#size = size
  }

  static async open(portOffset: number, warmUpSeconds: number, isSmoke: boolean): Promise<Site> {
    const size = isSmoke ? SMOKE : USUAL
    const product = await startProduct({ portOffset })
    const generator = await Generator.connect(product.manifest)
    const guests = await makeGuests(product.manifest, 'served', size.guests)
    const site = new Site(product, generator, [byTurns(guests)], size)
    await generator.load(site.#order(warmUpSeconds))
    return site
  }

  /** Measures, and returns also how much was stored at the beginning. */
  async run(seconds: number): Promise<Figures> {
    await this.quiet()
    const stored = { storedEvents: await storedEvents(this.product), gates: await gateRows(this.product) }
    return { ...(await measure(this.product, this.#generator, this.#order(seconds))), ...stored }
  }

  /** Work left from a load is done by then. */
  quiet(): Promise<void> {
    return delay(QUIET_MS)
  }

  async close(): Promise<void> {
    await this.#generator.close()
    await this.product.close()
  }

  #order(seconds: number): LoadOrder {
    return { crowds: this.#crowds, pace: { window: this.#size.window }, seconds, drainTimeoutMs: DRAIN_TIMEOUT_MS }
  }
}
