/** Another process changed what this transaction had loaded. */
export class StoreConflict extends Error {
  readonly code = 'store-conflict'
  readonly retryable = true
  /** The values that were to be written are there already: another process has written them, or they can never be stored. */
  readonly isOfValues: boolean

  constructor(message = '', options: ErrorOptions & { readonly isOfValues?: boolean } = {}) {
    super(message, options)
    this.isOfValues = options.isOfValues ?? false
  }
}

/** Another session holds a row that this transaction needs. */
export class StoreLocked extends Error {
  readonly code = 'store-locked'
  readonly retryable = true
}

/** The store cannot do its work now, whatever is asked of it: no message is to blame. */
export class StoreUnavailable extends Error {
  readonly code: string = 'store-unavailable'
  readonly retryable = true
  /** The store answered, and refused this statement: others may still pass. */
  readonly ofStatement: boolean
  /** It was too much at once: less of it may pass. */
  readonly tookTooLong: boolean

  constructor(
    message = '',
    options: ErrorOptions & { readonly ofStatement?: boolean; readonly tookTooLong?: boolean } = {},
  ) {
    super(message, options)
    this.ofStatement = options.ofStatement ?? false
    this.tookTooLong = options.tookTooLong ?? false
  }
}

/** A commit was sent, and nobody answered: it may have happened. `Store.commitOutcome` tells. */
export class CommitUnknown extends StoreUnavailable {
  override readonly code = 'commit-unknown'
  readonly commit: string

  constructor(commit: string, cause: unknown) {
    super(`the outcome of the commit is unknown: ${cause instanceof Error ? cause.message : cause}`, { cause })
    this.commit = commit
  }
}

/** These data cannot be stored, now or later. */
export class StoreRefused extends Error {
  readonly code = 'store-refused'
  readonly retryable = false
}
