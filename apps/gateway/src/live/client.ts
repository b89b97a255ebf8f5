/** The response of one `GET /api/live`. */
export interface Output {
  write(bytes: Buffer): void
  /** Bytes that its reader has not taken yet. */
  readonly waiting: number
  /** Cuts the connection. */
  drop(): void
}

/** A reader that leaves more than this unread is cut off: it can resume. */
export const MAX_WAITING_BYTES = 1_048_576

/** One reader of the live events. */
export class Client {
  /** The saga it watches; undefined for all. */
  readonly saga: string | undefined
  readonly #output: Output

  constructor(output: Output, saga: string | undefined) {
    this.#output = output
    this.saga = saga
  }

  /** @returns false if it was cut off */
  send(bytes: Buffer): boolean {
    this.#output.write(bytes)
    if (this.#output.waiting <= MAX_WAITING_BYTES) return true
    this.#output.drop()
    return false
  }

  end(): void {
    this.#output.drop()
  }
}
