import { ORDINARY, type Wishes } from '@bistro/client'
import type { Random } from '@bistro/kit/faults'
import { isOutcomeUnknown } from './answers.ts'
import type { Client } from './client.ts'
import type { GuestPlan } from './wishes.ts'

/** An account or an evening that exists. */
export interface Place {
  readonly id: string
  readonly token: string | undefined
}

const AMPLE_CENTS = 1_000_000_000
/** Enough credit for a few reservations; the next one is refused. */
const TIGHT_CENTS = 30_000
const AMPLE_SEATS = 1_000_000
const SCARCE_SEATS = 8
const DAYS_AHEAD = 14
const DAY_MS = 86_400_000
const PER_KIND = 6
/** Beyond so many, the oldest but one is dropped: the first stays, as the hot one. */
const MOST_PER_KIND = 12
const eur = (amount: number) => ({ amount, currency: 'EUR' })

/** The accounts and evenings that guests use; new ones are created during the run. */
export class Places {
  /** Email addresses of refused registrations: no account may exist for them. */
  readonly refusedEmails: string[] = []
  made = 0
  readonly #client: Client
  readonly #random: Random
  readonly #run: string
  readonly #customers = new Map<string, Place[]>()
  readonly #evenings = new Map<string, Place[]>()

  constructor(client: Client, random: Random, run: string) {
    this.#client = client
    this.#random = random
    this.#run = run
  }

  /** The account and the evening for a guest; created if there are too few of their kind. */
  async for(plan: GuestPlan): Promise<{ customer: Place; evening: Place } | undefined> {
    const [customer, evening] = await Promise.all([
      this.#one(this.#customers, customerKind(plan), plan, (kind) => this.#makeCustomer(kind)),
      this.#one(this.#evenings, eveningKind(plan), plan, (kind) => this.#makeEvening(kind)),
    ])
    return customer && evening && { customer, evening }
  }

  async #one(
    pool: Map<string, Place[]>,
    kind: string,
    { isHot }: GuestPlan,
    make: (kind: string) => Promise<Place | undefined>,
  ): Promise<Place | undefined> {
    const places = pool.get(kind) ?? []
    pool.set(kind, places)
    const isNew = places.length < PER_KIND || this.#random.chance(kind.includes('scarce') ? 0.25 : 0.02)
    if (!isNew) return isHot ? places[0] : this.#random.one(places)
    const place = await make(kind)
    if (place) places.push(place)
    if (places.length > MOST_PER_KIND) places.splice(1, 1)
    return place ?? places[0]
  }

  async #makeCustomer(kind: string): Promise<Place | undefined> {
    const [postcode, creditLimit] = kind.split(' ')
    const email = `guest-${++this.made}@${this.#run}.example`
    const body = {
      name: 'Ada Guest',
      email,
      address: { line1: '12 rue de la Paix', city: 'Paris', postcode, country: 'FR' },
      creditLimit: eur(Number(creditLimit)),
    }
    const expected = { statuses: [201], problems: [] }
    const reply = await this.#client.ask({ service: 'customer', method: 'POST', path: '/customers', body, expected })
    if (reply.status === 201) return { id: String(reply.body.customerId), token: reply.token }
    if (!isOutcomeUnknown(reply)) this.refusedEmails.push(email)
    return undefined
  }

  async #makeEvening(kind: string): Promise<Place | undefined> {
    const [seats, holdSeconds] = kind.split(' ').map(Number)
    const body = {
      title: 'An evening in Lyon',
      date: new Date(Date.now() + DAYS_AHEAD * DAY_MS).toISOString(),
      seats,
      pricePerSeat: eur(6_500),
      depositPercent: 30,
      ...(holdSeconds ? { holdSeconds } : {}),
      kits: [{ sku: ORDINARY.sku, name: 'Tasting menu', price: eur(4_000) }],
    }
    const expected = { statuses: [201], problems: [] }
    const reply = await this.#client.ask({ service: 'reservation', method: 'POST', path: '/evenings', body, expected })
    return reply.status === 201 ? { id: String(reply.body.eveningId), token: reply.token } : undefined
  }
}

function customerKind({ wishes, isTight }: GuestPlan): string {
  const isPoor = wishes.creditLimitCents < ORDINARY.creditLimitCents
  const limit = isPoor ? wishes.creditLimitCents : isTight ? TIGHT_CENTS : AMPLE_CENTS
  return `${wishes.postcode} ${limit}`
}

function eveningKind({ wishes, isScarce }: GuestPlan): string {
  const seats = isTooSmall(wishes) ? wishes.seatsOfEvening : isScarce ? SCARCE_SEATS : AMPLE_SEATS
  return `${seats} ${wishes.holdSeconds ?? 0}${seats === SCARCE_SEATS ? ' scarce' : ''}`
}

/** An evening with fewer seats than are asked for. */
export const isTooSmall = ({ seats, seatsOfEvening }: Wishes): boolean => seats > seatsOfEvening
