import type { WrittenReader } from '@bistro/events'
import type { ReadBytes } from './event.ts'

/** Reads events without waiting. One whose schema is unknown is left without data, and its schema is loaded for the next. */
export const readWith =
  (reader: WrittenReader): ReadBytes =>
  (ceType, bytes) => {
    try {
      return reader.read(ceType, bytes)
    } catch (error) {
      if ((error as { retryable?: boolean }).retryable) reader.prepare(bytes).catch(() => undefined)
      return undefined
    }
  }
