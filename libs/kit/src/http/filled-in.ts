import { type Fixed, fixed, JSON_TYPE } from './fixed.ts'

/** Made anew when somebody asks after so long: whoever loads the page finds what is there now. */
const KEPT_MS = 2_000
/** Names under which a service is asked at the same time; any port may be in one. */
const MAX_ADDRESSES = 8

/** A description that is made when it is asked for, once for all who ask in the same moment. */
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
