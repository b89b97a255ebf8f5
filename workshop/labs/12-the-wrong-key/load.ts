import { setTimeout as delay } from 'node:timers/promises'
import { type Arranged, arrange, ORDINARY, reserve, routesOf } from '@bistro/client'
import { ACCEPTED, CouldNotCheck, type World } from '@bistro/workshop'

const GUEST = { ...ORDINARY, seatsOfEvening: 100_000, creditLimitCents: 1_000_000_000 }
const GUESTS = 6
const ORDERS_OF_EACH = 3
const PAUSE_MS = 150

export interface Order {
  readonly orderId: string
  readonly reservationId: string
  readonly customerId: string
}

/** The guests of one verification, and what they have ordered so far. */
export class Load {
  readonly #world: World
  readonly #guests: readonly Arranged[]
  readonly orders: Order[] = []

  private constructor(world: World, guests: readonly Arranged[]) {
    this.#world = world
    this.#guests = guests
  }

  static async begin(world: World): Promise<Load> {
    const guests = await Promise.all(Array.from({ length: GUESTS }, () => arrange(world.manifest, GUEST)))
    const load = new Load(world, guests)
    // As on a bad day: shipping was down, finds a backlog, and reads some partitions later than others.
    await world.breakOnPurpose('shipping', { seed: 12, faults: [{ name: 'lag', rate: 0.5, ms: 500 }] })
    await world.stop('shipping')
    for (let count = 0; count < GUESTS * ORDERS_OF_EACH; count++) await load.order()
    await world.start('shipping')
    return load
  }

  get customers(): readonly string[] {
    return this.#guests.map(({ customerId }) => customerId)
  }

  /** By turns, a guest orders once more. */
  async order(): Promise<void> {
    const guest = this.#guests[this.orders.length % GUESTS] as Arranged
    const { status, body } = await reserve(this.#world.manifest, guest, GUEST)
    if (status !== ACCEPTED)
      throw new CouldNotCheck(
        `POST /reservations answered ${status}: ${JSON.stringify(body)}`,
        'npm run stack -- status',
      )
    const { orderId, reservationId } = body as { orderId: string; reservationId: string }
    this.orders.push({ orderId, reservationId, customerId: guest.customerId })
  }

  /** Guests order steadily until there is something; undefined where there is nothing in time. */
  async until<T>(ask: () => Promise<T | undefined>, seconds: number): Promise<T | undefined> {
    const over = new AbortController()
    const ordering = this.#orderUntil(over.signal)
    ordering.catch(() => undefined) // awaited below
    try {
      return await this.#world.until(ask, seconds)
    } finally {
      over.abort()
      await ordering
    }
  }

  async #orderUntil(over: AbortSignal): Promise<void> {
    while (!over.aborted) {
      await this.order()
      await delay(PAUSE_MS)
    }
  }

  /** Waits until each order is delivered and its credit is debited. @returns those that are not in time */
  async open(seconds: number): Promise<readonly Order[]> {
    let open: readonly Order[] = this.orders
    await this.#world.until(async () => {
      const states = await Promise.all(open.map((order) => this.#isOver(order)))
      open = open.filter((_, index) => !states[index])
      return open.length === 0 || undefined
    }, seconds)
    return open
  }

  async #isOver({ orderId, customerId }: Order): Promise<boolean> {
    const { manifest } = this.#world
    const orders = await routesOf(manifest, 'order').GET('/orders/{id}', { params: { path: { id: orderId } } })
    if (orders.data?.status !== 'delivered') return false
    const customer = await routesOf(manifest, 'customer').GET('/customers/{id}', {
      params: { path: { id: customerId } },
    })
    return customer.data?.reserved.amount === 0
  }
}
