import type { RawRecord } from '../model/event.ts'
import type { ParkedMessage } from '../model/unit-of-work.ts'
import { disbeliefIn, saidBy } from './envelope.ts'
import type { Parts } from './parts.ts'

/** Every message is counted; of one batch the first few are logged. */
const MAX_LOGGED = 10
/** A redelivered record is reported once, unless this many others were reported meanwhile. */
const MAX_REMEMBERED = 10_000

/** Counts and logs parked records. */
export class ParkedNews {
  readonly #parts: Pick<Parts, 'service' | 'meter' | 'logger'>
  readonly #disbelieved = new Set<string>()

  constructor(parts: Pick<Parts, 'service' | 'meter' | 'logger'>) {
    this.#parts = parts
  }

  tell(parked: readonly ParkedMessage[]): void {
    for (const { reason } of parked) this.#parts.meter.parked(reason)
    const believed = parked.filter(({ message }) => !this.#isDisbelieved(message.raw))
    for (const { reason, message } of believed.slice(0, MAX_LOGGED)) {
      const { source, stream, version, type, failure, raw } = message
      const place = { source, stream, version, type, ...saidBy(raw) }
      this.#parts.logger.warn({ ...place, reason, failure }, 'a message is parked')
    }
    const more = believed.length - MAX_LOGGED
    if (more > 0) this.#parts.logger.warn({ messages: more }, 'more messages are parked in the same batch')
  }

  /** The topic's owner does not write such records: another program does, or it is broken. Each is logged once. */
  #isDisbelieved(record: RawRecord): boolean {
    const { service, meter, logger } = this.#parts
    const disbelief = disbeliefIn(service, record)
    if (!disbelief) return false
    const { topic, partition, offset } = record
    const place = `${topic} ${partition} ${offset}`
    if (this.#disbelieved.has(place)) return true
    if (this.#disbelieved.size >= MAX_REMEMBERED) this.#disbelieved.clear()
    this.#disbelieved.add(place)
    meter.disbelieved(topic, disbelief.why)
    const said = { topic, partition, offset, ...saidBy(record) }
    logger.error({ ...said, failure: disbelief.reason }, 'the headers of a record are not from the owner of its topic')
    return true
  }
}
