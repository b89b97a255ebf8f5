/** Bytes of events. Synchronous where the schemas are known, which `prepare` sees to. */
export interface Codec {
  /** @throws where data does not fit the schema */
  encode(type: string, data: unknown): Buffer
  /** In the shape that the event has on that topic; without one, as it is stored. @throws where the bytes do not fit */
  decode(type: string, bytes: Buffer, topic?: string): unknown
  /** What was stored, in the shape that the event has on that topic. @throws where the bytes do not fit */
  translate(type: string, bytes: Buffer, topic: string): Buffer
  /** Makes the writer's schema known. @throws an error with `retryable: true` when the registry is down */
  prepare(bytes: Buffer): Promise<void>
}
