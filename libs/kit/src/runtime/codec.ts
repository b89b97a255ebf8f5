/** Bytes of events. Synchronous where the schemas are known, which `prepare` sees to. */
export interface Codec {
  /** @throws where data does not fit the schema */
  encode(type: string, data: unknown): Buffer
  /** @throws where the bytes do not fit */
  decode(type: string, bytes: Buffer): unknown
  /** Makes the writer's schema known. @throws an error with `retryable: true` when the registry is down */
  prepare(bytes: Buffer): Promise<void>
}
