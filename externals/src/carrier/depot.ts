import { randomUUIDv7 } from 'node:crypto'
import type { FastifyBaseLogger } from 'fastify'
import { type Journal, openJournal } from '../journal/index.ts'
import type { CarrierSettings } from '../settings.ts'
import {
  acknowledge,
  advance,
  book,
  type CarrierEvent,
  cancel,
  cancelAnswer,
  type Parcel,
  type ParcelId,
  parcelKey,
} from './parcels.ts'
import { Webhooks } from './webhooks.ts'

/** The carrier. Each result is on disk before its method resolves, each event before it is sent. */
export class Depot {
  readonly #settings: CarrierSettings
  readonly #parcels: Journal<Parcel>
  readonly #log: FastifyBaseLogger
  readonly #webhooks: Webhooks
  readonly #timers = new Map<string, NodeJS.Timeout>()
  #closing = false

  constructor(settings: CarrierSettings, parcels: Journal<Parcel>, log: FastifyBaseLogger) {
    this.#settings = settings
    this.#parcels = parcels
    this.#log = log
    this.#webhooks = new Webhooks(settings, log, (event) => this.#acknowledge(event))
  }

  get failure(): Error | undefined {
    return this.#parcels.failure
  }

  /** Resumes after a restart: overdue steps happen now. */
  resume(): void {
    for (const [key, { unsent }] of this.#parcels.entries) {
      for (const event of unsent) this.#webhooks.add(event)
      this.#schedule(key)
    }
  }

  /** Books once per parcel id; a repetition, with any address, returns the same parcel. */
  async book(id: ParcelId, postcode: string): Promise<Parcel> {
    const key = parcelKey(id)
    const known = this.#parcels.entries.get(key)
    if (known) {
      await this.#parcels.settled()
      return known
    }
    const parcel = book({ ...id, postcode, dispatchAt: Date.now() + this.#settings.dispatchMs })
    await this.#put(key, parcel)
    this.#schedule(key)
    return parcel
  }

  async cancel(id: ParcelId): Promise<ReturnType<typeof cancelAnswer>> {
    const key = parcelKey(id)
    const known = this.#parcels.entries.get(key)
    const parcel = cancel(known, id)
    await (parcel === known ? this.#parcels.settled() : this.#put(key, parcel))
    return cancelAnswer(parcel)
  }

  async find(id: ParcelId): Promise<Parcel | undefined> {
    await this.#parcels.settled()
    return this.#parcels.entries.get(parcelKey(id))
  }

  interrupt(): void {
    this.#closing = true
    for (const timer of this.#timers.values()) clearTimeout(timer)
  }

  async close(): Promise<void> {
    await this.#webhooks.close()
    await this.#parcels.close()
  }

  async #put(key: string, parcel: Parcel): Promise<void> {
    await this.#parcels.put(key, parcel)
    const { shipmentId, attempt, status } = parcel
    this.#log.info({ shipmentId, attempt, status }, 'parcel')
  }

  #schedule(key: string): void {
    const dueAt = this.#parcels.entries.get(key)?.dueAt
    if (dueAt === undefined || this.#closing) return
    const timer = setTimeout(() => this.#step(key), Math.max(0, dueAt - Date.now()))
    this.#timers.set(key, timer)
  }

  async #step(key: string): Promise<void> {
    this.#timers.delete(key)
    const parcel = this.#parcels.entries.get(key)
    // Cancelled meanwhile.
    if (parcel?.dueAt === undefined || this.#closing) return
    const { deliverMs } = this.#settings
    const next = advance(parcel, { eventId: randomUUIDv7(), now: Date.now(), deliverMs })
    try {
      await this.#put(key, next)
    } catch {
      // The journal has logged it; a step that is not on disk has not happened, and a restart repeats it.
      return
    }
    for (const event of next.unsent.slice(parcel.unsent.length)) this.#webhooks.add(event)
    this.#schedule(key)
  }

  #acknowledge(event: CarrierEvent): void {
    const key = parcelKey(event)
    const parcel = this.#parcels.entries.get(key)
    // Not awaited: if a crash loses it, the event is sent again.
    if (parcel) this.#parcels.put(key, acknowledge(parcel, event.eventId)).catch(() => {})
  }
}

export async function openDepot(settings: CarrierSettings, log: FastifyBaseLogger): Promise<Depot> {
  const depot = new Depot(settings, await openJournal<Parcel>(settings.dataDir, 'parcels', log), log)
  depot.resume()
  return depot
}
