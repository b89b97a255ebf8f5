/** The place of a forged record. */
export interface ForgedRecord {
  readonly topic: string
  readonly partition: number
  readonly offset: string
  readonly stream: string | undefined
}

/** The records that this run has forged: services may park them, and the audit may find them. */
export class ForgedBook {
  readonly #places = new Set<string>()
  readonly #streams = new Set<string>()

  get size(): number {
    return this.#places.size
  }

  add({ topic, partition, offset, stream }: ForgedRecord): void {
    this.#places.add(placeOf(topic, partition, offset))
    if (stream !== undefined) this.#streams.add(stream)
  }

  hasPlace(topic: string, partition: number, offset: string): boolean {
    return this.#places.has(placeOf(topic, partition, offset))
  }

  /** A stream that exists only in forged records. */
  hasStream(stream: string): boolean {
    return this.#streams.has(stream)
  }

  /** Whether the audit's ids name a forged record: by its stream, or by its place. */
  explains({ stream, version }: Readonly<Record<string, string>>): boolean {
    if (stream === undefined) return false
    return this.#streams.has(stream) || this.#places.has(`${stream}/${version}`)
  }
}

const placeOf = (topic: string, partition: number, offset: string): string => `${topic}/${partition}/${offset}`
