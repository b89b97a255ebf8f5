/** Another process changed rows that this transaction had loaded. */
export class StoreConflict extends Error {
  readonly code = 'store-conflict'
  readonly retryable = true
  /** The values exist already: another process has written them, or they can never be stored. */
  readonly isOfValues: boolean

  constructor(message = '', options: ErrorOptions & { readonly isOfValues?: boolean } = {}) {
    super(message, options)
    this.isOfValues = options.isOfValues ?? false
  }
}

/** Another session has locked a row that this transaction needs. */
export class StoreLocked extends Error {
  readonly code = 'store-locked'
  readonly retryable = true
}

/** The store is unavailable: no message is at fault. */
export class StoreUnavailable extends Error {
  readonly code: string = 'store-unavailable'
  readonly retryable = true
  /** The store responded and refused this statement: others may succeed. */
  readonly ofStatement: boolean
  /** The statement took too long: a smaller batch may succeed. */
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

/** A commit got no response and may have happened. `Store.commitOutcome` tells. */
export class CommitUnknown extends StoreUnavailable {
  override readonly code = 'commit-unknown'
  readonly commit: string

  constructor(commit: string, cause: unknown) {
    super(`the outcome of the commit is unknown: ${cause instanceof Error ? cause.message : cause}`, { cause })
    this.commit = commit
  }
}

/** The data can never be stored. */
export class StoreRefused extends Error {
  readonly code = 'store-refused'
  readonly retryable = false
}
