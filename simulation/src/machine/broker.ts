import type { RawRecord } from '@bistro/kit'
import { createMemoryLog, type MemoryLog } from '@bistro/kit/memory'
import type { OutgoingRecord } from '@bistro/kit/runtime'
import type { Agenda } from './agenda.ts'
import { clockOf } from './clock.ts'

/** The log between the services, and the records that were appended to it. */
export class Broker {
  readonly log: MemoryLog
  readonly #agenda: Agenda
  /** The records that were appended since the last call of `takeFresh`. */
  #fresh: OutgoingRecord[] = []

  constructor(topics: readonly string[], partitions: number, agenda: Agenda) {
    this.#agenda = agenda
    this.log = createMemoryLog({ topics, partitions, clock: clockOf(agenda) })
  }

  async append(topic: string, records: readonly OutgoingRecord[]): Promise<void> {
    this.#agenda.stir()
    this.#fresh.push(...records)
    await this.log.send(topic, records)
  }

  recordsOf(topic: string): readonly RawRecord[] {
    return this.log.records(topic).flat()
  }

  takeFresh(): readonly OutgoingRecord[] {
    const fresh = this.#fresh
    if (fresh.length > 0) this.#fresh = []
    return fresh
  }
}
