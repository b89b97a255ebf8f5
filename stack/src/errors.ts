/** A failure that the user can do something about: what happened and why, and what to type next. */
export class StackError extends Error {
  override readonly name = 'StackError'
  readonly next: string | undefined

  constructor(message: string, next?: string, options?: ErrorOptions) {
    super(message, options)
    this.next = next
  }
}

/** The start was given up on request (Ctrl-C); everything that had been started is stopped. */
export class Aborted extends Error {
  override readonly name = 'Aborted'

  constructor() {
    super('The start was interrupted.')
  }
}
