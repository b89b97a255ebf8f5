import { setTimeout as delay } from 'node:timers/promises'
import { type Codec, connectCodec } from '@bistro/events'

/** A registry that has gone quiet for a moment is no reason to give an audit up. */
const PATIENCE_MS = 90_000
const RETRY_MS = 1_000

/** The codec of this program's schemas. Throws what the registry said last when it does not answer in time. */
export async function connectPatiently(registryUrl: string, deadlineMs = Date.now() + PATIENCE_MS): Promise<Codec> {
  try {
    return await connectCodec({ registryUrl })
  } catch (error) {
    if (!(error as { retryable?: boolean }).retryable || Date.now() > deadlineMs) throw error
    await delay(RETRY_MS)
    return connectPatiently(registryUrl, deadlineMs)
  }
}
