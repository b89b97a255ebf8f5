import type { ServiceName } from '@bistro/client'
import { Random } from '@bistro/kit/faults'
import type { Client } from './client.ts'
import { type Guestbook, visit } from './guest.ts'
import { Places } from './places.ts'
import { drawGuest } from './wishes.ts'

const SECOND_MS = 1_000
/** How often one GET is sent to each service. */
const LOOKS_MS = 2_000
const MOST_UNDER_WAY = 400

/** Guests come at a steady rate, independent of earlier guests. */
export class Load {
  readonly book: Guestbook = { acknowledged: new Map(), refusedKeys: new Set(), unknownKeys: new Set() }
  readonly places: Places
  readonly #client: Client
  readonly #random: Random
  readonly #run: string
  readonly #underWay = new Set<Promise<void>>()
  readonly #timers: NodeJS.Timeout[] = []
  #guests = 0

  constructor(client: Client, seed: number) {
    this.#client = client
    this.#random = new Random(seed, 0x10ad)
    this.#run = `chaos-${seed}`
    this.places = new Places(client, new Random(seed, 0x91ace), this.#run)
  }

  start(perSecond: number): void {
    this.#timers.push(setInterval(() => this.#welcome(), SECOND_MS / perSecond))
    this.#timers.push(setInterval(() => this.#lookAround(), LOOKS_MS))
  }

  /** Stops new guests; resolves when every open request has its response. */
  async stop(): Promise<void> {
    for (const timer of this.#timers) clearInterval(timer)
    await Promise.allSettled(this.#underWay)
  }

  #welcome(): void {
    const plan = drawGuest(this.#random)
    const key = `${this.#run}-${++this.#guests}`
    if (this.#underWay.size > MOST_UNDER_WAY) return
    this.#follow(
      this.places.for(plan).then(async (places) => {
        if (places) await visit(this.#client, this.book, plan, key, places)
      }),
    )
  }

  /** Reads a saga that began a moment ago. */
  #lookAround(): void {
    const last = [...this.book.acknowledged.values()].at(-1)
    if (!last) return
    const { orderId, reservationId } = last
    const pages: readonly [ServiceName, string, string][] = [
      ['order', `/orders/${orderId}`, 'unknown-order'],
      ['payment', `/payments/${orderId}`, 'unknown-payment'],
      ['shipping', `/shipments/${orderId}`, 'unknown-shipment'],
      ['reservation', `/reservations/${reservationId}`, ''],
      ['customer', '/health/live', ''],
    ]
    for (const [service, path, problem] of pages)
      this.#follow(
        this.#client
          .ask({ service, method: 'GET', path, expected: { statuses: [200], problems: [problem] } })
          .then(() => {}),
      )
  }

  #follow(work: Promise<void>): void {
    this.#underWay.add(work)
    void work.finally(() => this.#underWay.delete(work))
  }
}
