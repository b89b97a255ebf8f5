import type { RawRecord } from '../model/event.ts'
import type { Input } from '../model/input.ts'
import { toInput } from './envelope.ts'
import type { Subscription } from './log.ts'
import type { Parts } from './parts.ts'
import type { Writer } from './writer.ts'

const RETRY_MS = 500

/**
 * Reads the topics of other services into the common queue. Types that change nothing here are not waited for: their
 * gate moves travel with the next work of their stream, or are stored before the offsets are committed.
 */
export function read(parts: Parts, writer: Writer, onCrash: (error: Error) => void): Promise<Subscription> {
  return parts.log.subscribe({
    group: parts.service.name,
    topics: parts.service.subscribes,
    onBatch: async (records) => {
      const work: (Promise<unknown> | undefined)[] = []
      for (const record of records) {
        const input = await patiently(parts, record)
        work.push(changesNothing(input) ? writer.defer(input) : writer.submit(input))
      }
      await Promise.all(work)
    },
    flush: () => writer.flush(),
    health: parts.health,
    onCrash,
  })
}

/** It moves its gate, and may wait for the next work of its stream. */
export const changesNothing = (input: Input): input is Extract<Input, { kind: 'message' }> =>
  input.kind === 'message' && input.message.data === undefined && input.message.failure === undefined

/** A registry that is down makes the message wait; it is no fault of the message. */
async function patiently(parts: Parts, record: RawRecord): Promise<Input> {
  for (;;) {
    try {
      return await toInput(parts.service, parts.codec, record)
    } catch (error) {
      parts.logger.warn({ reason: (error as Error).message }, 'reading waits for the schema registry')
      await new Promise((resolve) => setTimeout(resolve, RETRY_MS))
    }
  }
}
