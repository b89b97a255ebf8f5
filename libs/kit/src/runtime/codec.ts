/**
 * Encodes and decodes events. Synchronous once `prepare` has loaded the schema. An error with `retryable: true` says
 * that a schema is unknown or cannot be loaded now; any other error, that the bytes or the data are invalid.
 */
export interface Codec {
  /** @throws if the data does not match the schema */
  encode(type: string, data: unknown): Buffer
  /** The event in the topic's shape, or as stored if no topic is given. @throws also if the schema is not loaded */
  decode(type: string, bytes: Buffer, topic?: string): unknown
  /** Converts stored bytes to the event's shape on that topic. @throws if the bytes are invalid */
  translate(type: string, bytes: Buffer, topic: string): Buffer
  /** Version of the writer's schema; undefined if this program does not know it. */
  versionOf(bytes: Buffer): number | undefined
  /** Loads the writer's schema. */
  prepare(bytes: Buffer): Promise<void>
  /** @throws if schemas cannot be loaded now */
  check(): Promise<void>
  /** Differences between the registry and this program, one sentence each. @throws if the registry is unavailable */
  compare(): Promise<readonly string[]>
}
