import type { WrittenReader } from '@bistro/events'
import type { RawRecord } from '@bistro/kit'
import { type Clock, type Position, partitionKey } from '@bistro/kit/runtime'
import { foldSagas } from './fold.ts'
import { type SeenEvent, seenFrom } from './seen.ts'
import { type Batch, type Run, store } from './tables.ts'

/** The gateway's database, as far as the projection needs it. */
export interface Tables {
  transaction<T>(work: (run: Run) => Promise<T>): Promise<T>
}

export interface ProjectionOptions {
  readonly tables: Tables
  readonly reader: Pick<WrittenReader, 'read'>
  readonly clock: Pick<Clock, 'now'>
}

/** More records than this wait for the next transaction: it stays below the time limit of a statement. */
const MAX_RECORDS = 4_000
/** At a time. A second one begins only for records that would fill it: below that, fewer and larger ones cost less. */
const MAX_TRANSACTIONS = 2

interface Waiting {
  readonly events: readonly SeenEvent[]
  readonly position: Position
  readonly stored: PromiseWithResolvers<void>
}

/**
 * Stores records as events and sagas. What arrives while a transaction runs becomes the next one; the positions of a
 * batch are stored with it. Transactions may run side by side, as those of two replicas do.
 */
export class Projection {
  readonly #options: ProjectionOptions
  #waiting: Waiting[] = []
  #running = 0
  #most = MAX_RECORDS

  constructor(options: ProjectionOptions) {
    this.#options = options
  }

  /** One partition's records, in order. Resolves when they are stored. @throws what the database throws */
  take(records: readonly RawRecord[]): Promise<void> {
    const last = records.at(-1)
    if (!last) return Promise.resolve()
    const seenAt = new Date(this.#options.clock.now()).toISOString()
    const events = records.map((record) => seenFrom(record, this.#options.reader, seenAt))
    const position = { topic: last.topic, partition: last.partition, offset: String(BigInt(last.offset) + 1n) }
    const stored = Promise.withResolvers<void>()
    this.#waiting.push({ events, position, stored })
    if (this.#mayBegin()) void this.#storeAll()
    return stored.promise
  }

  #mayBegin(): boolean {
    if (this.#running === 0) return true
    const records = this.#waiting.reduce((sum, { events }) => sum + events.length, 0)
    return this.#running < MAX_TRANSACTIONS && records >= this.#most
  }

  async #storeAll(): Promise<void> {
    this.#running += 1
    while (this.#waiting.length > 0) {
      const taken = this.#next()
      try {
        await this.#options.tables.transaction((run) => store(run, batchOf(taken)))
        this.#most = Math.min(MAX_RECORDS, 2 * this.#most)
        for (const { stored } of taken) stored.resolve()
      } catch (error) {
        // It may have been too much for a server in trouble.
        this.#most = Math.ceil(this.#most / 4)
        for (const { stored } of taken) stored.reject(error)
      }
    }
    this.#running -= 1
  }

  #next(): readonly Waiting[] {
    let records = 0
    const end = this.#waiting.findIndex(({ events }, index) => {
      records += events.length
      return index > 0 && records > this.#most
    })
    return this.#waiting.splice(0, end < 0 ? this.#waiting.length : end)
  }
}

function batchOf(taken: readonly Waiting[]): Batch {
  const events = taken.flatMap((waiting) => waiting.events)
  const positions = new Map(taken.map(({ position }) => [partitionKey(position), position]))
  return { events, sagas: foldSagas(events), positions: [...positions.values()] }
}
