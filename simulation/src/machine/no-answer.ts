/** A call was not answered; the caller tries again. */
export class NoAnswer extends Error {
  /** How long the caller waits before it knows. */
  readonly afterMs: number

  constructor(message: string, afterMs = 0) {
    super(message)
    this.afterMs = afterMs
  }
}
