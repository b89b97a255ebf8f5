import { setTimeout as delay } from 'node:timers/promises'
import { LogicalReplicationService, type Pgoutput, PgoutputPlugin } from 'pg-logical-replication'
import { StoreUnavailable } from '../../runtime/store.ts'
import type { Wal, WalReading } from '../../runtime/wal.ts'
import { PLAIN_OPTIONS, type Query, sessionOf } from '../connection.ts'
import { mapError } from '../errors.ts'
import { type Lsn, parseLsn } from './lsn.ts'
import type { PublishedMark } from './mark.ts'
import { Progress } from './progress.ts'
import { Transactions } from './transactions.ts'

/** The server frees the slot of a process that says nothing for this long. */
const SILENCE_MS = 10_000
const TICK_MS = 1_000
const DRAIN_MS = 1_000
const DRAIN_LOOK_MS = 20
const OPTIONS = `${PLAIN_OPTIONS} -c wal_sender_timeout=${SILENCE_MS}`
const FLUSHED = 'select pg_current_wal_flush_lsn()::text as lsn'

export interface ReadingParts {
  /** Of the login that may replicate. */
  readonly url: string
  readonly slot: string
  readonly publication: string
  /** With the service's own login. */
  readonly query: Query
  readonly mark: PublishedMark
}

/** One connection that reads the slot, from what was confirmed last. */
export class Reading implements WalReading {
  readonly started: Promise<void>
  readonly ended: Promise<void>
  readonly #parts: ReadingParts
  readonly #service: LogicalReplicationService
  readonly #progress: Progress
  readonly #transactions: Transactions
  readonly #start = Promise.withResolvers<void>()
  readonly #end = Promise.withResolvers<void>()
  #heardAt = Date.now()
  /** Up to where the server has sent. */
  #received: Lsn = 0n
  #isPaused = false
  #isStopped = false

  constructor(parts: ReadingParts, hand: Parameters<Wal['read']>[0]) {
    this.#parts = parts
    const config = { ...sessionOf(parts.url, OPTIONS), query_timeout: 0 }
    this.#service = new LogicalReplicationService(config, { acknowledge: { auto: false, timeoutSeconds: 0 } })
    this.#progress = new Progress((lsn, asks) => void this.#service.acknowledge(lsn, asks))
    this.#transactions = new Transactions((entry, positions) => {
      this.#progress.passedOn(entry.id, positions)
      hand(entry)
    })
    this.started = this.#start.promise
    this.ended = this.#run()
  }

  confirm(ids: readonly string[]): void {
    const positions = this.#progress.confirm(ids)
    this.#parts.mark.note(positions, this.#progress.isIdle)
  }

  pause(): void {
    if (this.#isPaused) return
    this.#isPaused = true
    this.#socket?.pause()
  }

  resume(): void {
    if (!this.#isPaused) return
    this.#isPaused = false
    this.#heardAt = Date.now()
    this.#socket?.resume()
  }

  async drain(): Promise<void> {
    const row = await this.#parts.query<{ lsn: string }>('flushed_lsn', FLUSHED).catch(() => [])
    const until = parseLsn(row[0]?.lsn ?? '0/0')
    const deadline = Date.now() + DRAIN_MS
    while (this.#received < until && !this.#isPaused && !this.#isStopped && Date.now() < deadline) {
      this.#progress.ask()
      await delay(DRAIN_LOOK_MS)
    }
  }

  async stop(): Promise<void> {
    if (this.#isStopped) return
    // The server answers once it has taken what was confirmed.
    const heardAt = this.#heardAt
    this.#progress.ask()
    for (let ms = 0; ms < DRAIN_MS && this.#heardAt === heardAt && !this.#isPaused; ms += DRAIN_LOOK_MS)
      await delay(DRAIN_LOOK_MS)
    this.#isStopped = true
    this.#end.resolve()
    await this.ended.catch(() => undefined)
  }

  async #run(): Promise<void> {
    const { slot, publication, mark } = this.#parts
    const service = this.#service
    service.on('start', () => this.#start.resolve())
    service.on('data', (_lsn, message: Pgoutput.Message) => this.#take(message))
    service.on('heartbeat', (lsn, _at, shouldRespond) => this.#hear(parseLsn(lsn), shouldRespond))
    service.on('error', (error) => this.#end.reject(error))
    const ticks = setInterval(() => this.#tick(), TICK_MS)
    try {
      await mark.load()
      const plugin = new PgoutputPlugin({ protoVersion: 1, publicationNames: [publication] })
      const reading = service.subscribe(plugin, slot).then(() => {
        throw new StoreUnavailable(`the server has ended the replication from the slot ${slot}`)
      })
      await Promise.race([reading, this.#end.promise])
    } catch (error) {
      throw error instanceof StoreUnavailable ? error : mapError(error)
    } finally {
      this.#isStopped = true
      clearInterval(ticks)
      await mark.store().catch(() => undefined)
      await service.destroy().catch(() => undefined)
    }
  }

  #take(message: Pgoutput.Message): void {
    this.#heardAt = Date.now()
    try {
      this.#transactions.take(message)
    } catch (error) {
      this.#end.reject(error)
    }
    if (message.tag === 'commit') this.#received = parseLsn(message.commitEndLsn ?? '0/0')
  }

  #hear(lsn: Lsn, shouldRespond: boolean): void {
    this.#heardAt = Date.now()
    this.#received = lsn
    if (!this.#transactions.isOpen) this.#progress.reached(lsn)
    if (shouldRespond) this.#progress.tell()
  }

  #tick(): void {
    void this.#parts.mark.store().catch(() => undefined)
    // Shows life, as the server's questions are not read now.
    if (this.#isPaused) this.#progress.tell()
    else if (Date.now() - this.#heardAt > 2 * SILENCE_MS)
      this.#end.reject(new StoreUnavailable(`Postgres has sent nothing for ${2 * SILENCE_MS} ms`))
  }

  /** The library has no way to say "not now". */
  get #socket(): { pause(): void; resume(): void } | undefined {
    const { _connection: connection } = this.#service as unknown as {
      _connection?: { stream: { pause(): void; resume(): void } }
    }
    return connection?.stream
  }
}
