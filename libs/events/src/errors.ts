export type CodecErrorCode = 'undecodable' | 'unknown-schema' | 'too-large' | 'unencodable'

/** The event or the message itself is at fault: trying again changes nothing. */
export class CodecError extends Error {
  override readonly name = 'CodecError'
  readonly retryable = false
  readonly code: CodecErrorCode

  constructor(code: CodecErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}

/** The registry cannot answer now; the message is not at fault. Back off and try again. */
export class RegistryUnavailable extends Error {
  override readonly name = 'RegistryUnavailable'
  readonly retryable = true
  readonly code = 'registry-unavailable'
}

/** This program has not met the schema that a message was written with: learn it first. */
export class SchemaNotLearned extends Error {
  override readonly name = 'SchemaNotLearned'
  readonly retryable = true
  readonly code = 'schema-not-learned'

  constructor(id: number) {
    super(`Schema ${id} is not known to this program yet.`)
  }
}
