import { sleep } from './clock.ts'
import { publishFromTable } from './from-table.ts'
import { OutboxRelay } from './outbox-relay.ts'
import type { Parts } from './parts.ts'
import type { Relay } from './relay.ts'
import { Sender } from './sender.ts'
import type { SlotState, Wal, WalReading } from './wal.ts'

const SLOT = 'the replication slot'
/** Events kept in memory while the broker is unavailable; the server keeps the rest. */
const MAX_PENDING_EVENTS = 20_000
const RETRY_MS = 1_000
/** How soon a waiting process notices that the slot is free. */
const LOOK_AGAIN_MS = 500

/** Publishes what it reads from the write-ahead log. Of several processes one reads; the others wait for the slot. */
export class WalRelay implements Relay {
  readonly #parts: Parts
  readonly #wal: Wal
  readonly #sends: boolean
  /** Entries of processes that relay from the outbox, before this one or beside it. */
  readonly #outbox: OutboxRelay
  readonly #stop = Promise.withResolvers<void>()
  #isStopped = false
  #isWaiting = false
  /** Why the slot was lost, until what it had not brought is published. */
  #loss: string | undefined
  #current: { readonly reading: WalReading; readonly sender: Sender } | undefined
  #running: Promise<void> | undefined

  constructor(parts: Parts, wal: Wal, sends = true) {
    this.#parts = parts
    this.#wal = wal
    this.#sends = sends
    this.#outbox = new OutboxRelay(parts, sends)
  }

  async start(): Promise<void> {
    await this.#wal.begin()
    await this.#outbox.takeOver()
    // Before the first write: what the slot brings need not be published from the table.
    await this.#untroubled(() => this.#prepare())
    this.#running = this.#run()
  }

  /** The log brings it. */
  committed(): void {}

  takeAcknowledged(): string[] {
    return []
  }

  putBackAcknowledged(): void {}

  readonly hasAcknowledged = false

  sweep(): Promise<void> {
    return this.#outbox.sweep()
  }

  async stop(): Promise<void> {
    this.#isStopped = true
    this.#stop.resolve()
    await this.#current?.reading.drain()
    await this.#current?.sender.stop()
    await this.#current?.reading.stop()
    await this.#running
  }

  async #run(): Promise<void> {
    while (!this.#isStopped) await this.#untroubled(() => this.#turn())
  }

  async #untroubled(work: () => Promise<unknown>): Promise<void> {
    try {
      await work()
    } catch (error) {
      if (this.#isStopped) return
      const { message } = error as Error
      this.#parts.health.failed(SLOT, this.#loss ? `${this.#loss}; publishing from the table: ${message}` : message)
      await this.#pause(RETRY_MS)
    }
  }

  #prepare(): Promise<SlotState> {
    return this.#wal.prepare((lost) => this.#catchUp(lost))
  }

  #pause(ms: number): Promise<void> {
    return Promise.race([sleep(this.#parts.clock, ms), this.#stop.promise])
  }

  async #turn(): Promise<void> {
    const { health, logger } = this.#parts
    const state = await this.#prepare()
    if (this.#isStopped) return
    if (state === 'ready') return this.#read()
    health.recovered(SLOT)
    if (!this.#isWaiting) logger.info({}, 'another process publishes; this one takes over when it ends')
    this.#isWaiting = true
    await this.#pause(LOOK_AGAIN_MS)
  }

  async #read(): Promise<void> {
    const { health, logger } = this.#parts
    const sender: Sender = new Sender(this.#parts, this.#sends, (ids) => {
      reading.confirm(ids)
      if (sender.pendingEvents < MAX_PENDING_EVENTS / 2) reading.resume()
    })
    const reading = this.#wal.read((entry) => {
      sender.add(entry)
      if (sender.pendingEvents > MAX_PENDING_EVENTS) reading.pause()
    })
    this.#current = { reading, sender }
    void reading.started.then(() => {
      health.recovered(SLOT)
      logger.info({}, 'publishing from the write-ahead log')
      this.#isWaiting = false
    })
    try {
      await reading.ended
    } finally {
      this.#current = undefined
      await sender.abandon()
    }
  }

  /** A new slot has nothing of what was committed before it. */
  async #catchUp(lost: string | undefined): Promise<void> {
    const { store, health, logger } = this.#parts
    if (lost !== undefined && this.#loss === undefined) this.#tellLoss(lost)
    const sender = new Sender(this.#parts, this.#sends, () => {})
    const events = await publishFromTable(store, sender, () => this.#isStopped)
    if (this.#loss === undefined) return
    this.#loss = undefined
    health.recovered(SLOT)
    logger.warn({ events }, `${SLOT} is replaced: nothing is missing on the topic`)
  }

  #tellLoss(reason: string): void {
    const { health, logger, meter } = this.#parts
    this.#loss = reason
    meter.slotLost()
    health.failed(SLOT, `${reason}; publishing from the table`, 'others')
    logger.error({ reason }, `${SLOT} is lost: publishing from the table what it has not brought`)
  }
}
