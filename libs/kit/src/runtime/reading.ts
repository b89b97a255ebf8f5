import type { Input } from '../model/input.ts'
import { inputOf } from './envelope.ts'
import { isUnread, LEARNING_MS, toInput } from './learning.ts'
import type { Subscription } from './log.ts'
import type { Parts } from './parts.ts'
import type { Writer } from './writer.ts'

/**
 * Reads the topics of other services into the writer's queue. Messages that change nothing here are deferred: their
 * gate moves are stored with their stream's next message, or before offsets are committed.
 */
export function read(parts: Parts, writer: Writer, onCrash: (error: Error) => void): Promise<Subscription> {
  const { service, store, codec, log, logger, meter, health, clock } = parts
  return log.subscribe({
    group: service.name,
    topics: service.subscribes,
    onBatch: async (records) => {
      const until = clock.monotonic() + LEARNING_MS
      const work: (Promise<unknown> | undefined)[] = []
      for (const record of records) {
        const known = inputOf(service, codec, record)
        const input = isUnread(known) ? await toInput(parts, record, undefined, until) : known
        work.push(changesNothing(input) ? writer.defer(input) : writer.submit(input))
      }
      await Promise.all(work)
    },
    flush: () => writer.flush(),
    progress: store.progress,
    onDisplaced: ({ topic, partition, from, why, reason }) => {
      meter.reread(topic, why)
      const fields = { topic, partition, from: String(from), reason }
      if (why === 'lost')
        logger.error(
          fields,
          'the log deleted messages before they were read; GET /parked lists messages that wait for them',
        )
      else logger.warn(fields, "a partition is not read from its group's offset")
    },
    health,
    onCrash,
  })
}

/** Whether the message only moves its gate, so that it can be deferred. */
export const changesNothing = (input: Input): input is Extract<Input, { kind: 'message' }> =>
  input.kind === 'message' &&
  input.message.data === undefined &&
  input.message.failure === undefined &&
  input.message.unread === undefined
