import { type Fixed, fixed, JSON_TYPE } from './fixed.ts'

/** The document is made again after this time, with current examples. */
const KEPT_MS = 2_000
/** Cached documents, one per host and port in requests. */
const MAX_ADDRESSES = 8

/** A document made on request and shared by concurrent requests. */
export class FilledIn {
  readonly #make: () => Promise<object>
  readonly #now: () => number
  readonly #byAddress = new Map<string, Fixed>()
  #made: Promise<string> | undefined
  #madeAt = Number.NEGATIVE_INFINITY

  constructor(make: () => Promise<object>, now: () => number = () => performance.now()) {
    this.#make = make
    this.#now = now
  }

  async servedFrom(address: string): Promise<Fixed> {
    const text = await this.#text()
    const known = this.#byAddress.get(address)
    if (known) return known
    if (this.#byAddress.size >= MAX_ADDRESSES) this.#byAddress.clear()
    const made = fixed(`{"servers":[${JSON.stringify({ url: address })}],${text.slice(1)}`, JSON_TYPE)
    this.#byAddress.set(address, made)
    return made
  }

  #text(): Promise<string> {
    if (this.#made && this.#now() - this.#madeAt < KEPT_MS) return this.#made
    this.#byAddress.clear()
    this.#madeAt = this.#now()
    this.#made = this.#make().then((document) => JSON.stringify(document))
    return this.#made
  }
}
