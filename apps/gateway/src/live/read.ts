import type { Codec } from '@bistro/events'
import type { ReadBytes } from './event.ts'

/** Reads events without waiting. One whose schema is unknown is left without data, and its schema is loaded for the next. */
export const readWith =
  (codec: Codec): ReadBytes =>
  (ceType, bytes) => {
    const type = ceType.slice(ceType.lastIndexOf('.') + 1)
    try {
      return { data: codec.decode(type, bytes) as object, schemaVersion: codec.versionOf(bytes) }
    } catch (error) {
      if ((error as { retryable?: boolean }).retryable) codec.prepare(bytes).catch(() => undefined)
      return undefined
    }
  }
