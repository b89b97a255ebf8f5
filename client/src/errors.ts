/** A failure that the user can do something about: what happened and why, and what to type next. */
export class StackError extends Error {
  override readonly name = 'StackError'
  readonly next: string | undefined
  /** What to type if that is of no help. */
  readonly instead: string | undefined

  constructor(message: string, next?: string, options?: ErrorOptions & { readonly instead?: string }) {
    super(message, options)
    this.next = next
    this.instead = options?.instead
  }
}

/** The start was given up on request (Ctrl-C); everything that had been started is stopped. */
export class Aborted extends Error {
  override readonly name = 'Aborted'

  constructor() {
    super('The start was interrupted.')
  }
}
