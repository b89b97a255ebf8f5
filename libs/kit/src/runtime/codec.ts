/**
 * Bytes of events. Synchronous where the schemas are known, which `prepare` sees to. An error with `retryable: true` says
 * that a schema is not known, or cannot be learned now; any other, that the bytes or the data are at fault.
 */
export interface Codec {
  /** @throws where data does not fit the schema */
  encode(type: string, data: unknown): Buffer
  /** In the shape that the event has on that topic; without one, as it is stored. @throws also where the schema is not known yet */
  decode(type: string, bytes: Buffer, topic?: string): unknown
  /** What was stored, in the shape that the event has on that topic. @throws where the bytes do not fit */
  translate(type: string, bytes: Buffer, topic: string): Buffer
  /** Makes the writer's schema known. */
  prepare(bytes: Buffer): Promise<void>
  /** Asks whether schemas can be learned now. @throws where they cannot */
  check(): Promise<void>
  /** What the registry says otherwise than this program, each as a sentence. @throws where it cannot be asked now */
  compare(): Promise<readonly string[]>
}
