export type CodecErrorCode = 'undecodable' | 'unknown-schema' | 'too-large' | 'unencodable'

/** The event or the message itself is invalid: a retry changes nothing. */
export class CodecError extends Error {
  override readonly name = 'CodecError'
  readonly retryable = false
  readonly code: CodecErrorCode

  constructor(code: CodecErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}

/** The registry is unavailable; the message is not at fault. Retry with back-off. */
export class RegistryUnavailable extends Error {
  override readonly name = 'RegistryUnavailable'
  readonly retryable = true
  readonly code = 'registry-unavailable'
}

/** The writer's schema of a message is not loaded: call `prepare` first. */
export class SchemaNotLearned extends Error {
  override readonly name = 'SchemaNotLearned'
  readonly retryable = true
  readonly code = 'schema-not-learned'

  constructor(id: number) {
    super(`Schema ${id} is not known to this program yet.`)
  }
}
