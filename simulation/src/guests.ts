import type { Outcome, Request } from '@bistro/kit'
import { labelOf } from '@bistro/oracle'
import type { Site } from './machine/site.ts'
import type { GuestPlan, Plan } from './plan.ts'
import { cancelling, creditLimit, opening, refundRetry, refundSettlement, registration, reserving } from './requests.ts'
import type { Simulation } from './simulation.ts'

const RETRY_LEAST_MS = 50
const RETRY_MOST_MS = 500
const OPENS_WITHIN_MS = 100
const MAX_TRIES = 500
const OPERATOR_LOOKS_WITHIN_MS = 60_000
const OPERATOR_TRIES = 0.5
const OPERATOR_SETTLES = 0.3
/** Some while the provider is still asked again, some long after. */
const OPERATOR_SETTLES_WITHIN_MS = [3_000, 20_000]
const LIMIT_CHANGES_WITHIN_MS = 15_000
const LIMIT_CHANGES = 0.15

/** Guests and operators, who send requests. A guest that gets no response asks again with the same key. */
export class Guests {
  /** Why reservations were rejected, by guest number. */
  readonly refusals = new Map<number, string>()
  readonly reservations = new Map<number, string>()
  readonly #simulation: Simulation
  /** The event of a reservation's saga that makes its guest ask for a cancellation. */
  readonly #cancelsAfter = new Map<string, string>()
  readonly #customers: string[]
  readonly #evenings: string[]

  constructor(simulation: Simulation, plan: Plan) {
    this.#simulation = simulation
    const { agenda } = simulation
    this.#customers = plan.customers.map(simulation.newId)
    this.#evenings = plan.evenings.map(simulation.newId)
    this.#prepare(plan)
    for (const guest of plan.guests)
      agenda.in(OPENS_WITHIN_MS + guest.arrivesMs, () => this.#reserve(guest, simulation.newId()))
    simulation.onEvent = (event) => {
      if (event.type === 'PaymentRefundFailed') this.#operators(event.stream)
      const reservationId = simulation.books.sagaOf(event) ?? ''
      if (this.#cancelsAfter.get(reservationId) === event.type) this.#cancel(reservationId)
    }
  }

  /** How one guest's saga ended, in the words of the table of endings. */
  endingOf({ number }: GuestPlan): string {
    const reservationId = this.reservations.get(number)
    if (reservationId === undefined) return this.refusals.get(number) ?? 'never answered'
    const saga = this.#simulation.watch.book.sagas.get(reservationId)
    return saga ? labelOf(saga) : 'never began'
  }

  #prepare({ customers, evenings }: Plan): void {
    const { agenda, random, sites } = this.#simulation
    customers.forEach((plan, index) => {
      const customerId = this.#customers[index]!
      agenda.in(random.between(0, OPENS_WITHIN_MS), () =>
        this.#ask(sites.customer, () => registration(this.#simulation.newCause(), customerId, plan)),
      )
      if (!random.chance(LIMIT_CHANGES)) return
      const limit = Math.round(plan.creditLimit * random.fraction()) + 1
      agenda.in(random.between(OPENS_WITHIN_MS, LIMIT_CHANGES_WITHIN_MS), () =>
        this.#ask(sites.customer, () => creditLimit(this.#simulation.newCause(), customerId, limit)),
      )
    })
    evenings.forEach((plan, index) => {
      const eveningId = this.#evenings[index]!
      agenda.in(random.between(0, OPENS_WITHIN_MS), () =>
        this.#ask(sites.reservation, () => opening(this.#simulation.newCause(), eveningId, plan)),
      )
    })
  }

  #reserve(guest: GuestPlan, key: string): void {
    const { agenda, sites } = this.#simulation
    const [customerId, eveningId] = [this.#customers[guest.customer]!, this.#evenings[guest.evening]!]
    const request = (): Request => {
      const reservationId = this.#simulation.newId()
      return reserving(this.#simulation.newCause(), guest, {
        reservationId,
        customerId,
        eveningId,
        key,
        now: agenda.now,
      })
    }
    void this.#ask(sites.reservation, request, (outcome) => this.#reserved(guest, outcome))
  }

  #reserved(guest: GuestPlan, outcome: Outcome): void {
    const reservationId = reservationIn(outcome)
    if (outcome.kind === 'rejected') this.refusals.set(guest.number, outcome.rejected)
    if (reservationId === undefined) return
    this.reservations.set(guest.number, reservationId)
    this.#simulation.note('guest', `reserves ${guest.seats} seats with ${guest.cardToken}`, { saga: reservationId })
    for (const afterMs of guest.cancelsMs) this.#simulation.agenda.in(afterMs, () => this.#cancel(reservationId))
    if (guest.cancelsAfter !== undefined) this.#cancelAfter(reservationId, guest.cancelsAfter)
  }

  /** The event may have been stored before the guest got the response to the reservation. */
  #cancelAfter(reservationId: string, type: string): void {
    const saga = this.#simulation.watch.book.sagas.get(reservationId)
    if (saga?.facts.some((fact) => fact.type === type)) this.#cancel(reservationId)
    else this.#cancelsAfter.set(reservationId, type)
  }

  #cancel(reservationId: string): void {
    const { sites } = this.#simulation
    this.#simulation.note('guest', 'asks for a cancellation', { saga: reservationId })
    void this.#ask(sites.reservation, () => cancelling(this.#simulation.newCause(), reservationId))
  }

  /** Some operators retry a refused refund, some settle it by hand. */
  #operators(orderId: string): void {
    const { random } = this.#simulation
    if (random.chance(OPERATOR_TRIES)) this.#operate(orderId, refundRetry, OPERATOR_LOOKS_WITHIN_MS)
    if (random.chance(OPERATOR_SETTLES))
      this.#operate(orderId, refundSettlement, random.one(OPERATOR_SETTLES_WITHIN_MS))
  }

  #operate(orderId: string, request: typeof refundRetry, withinMs: number): void {
    const { agenda, random, sites } = this.#simulation
    agenda.in(random.between(1, withinMs), () =>
      this.#ask(sites.payment, () => request(this.#simulation.newCause(), orderId)),
    )
  }

  /** Repeats the request until its response is final. */
  async #ask(site: Site, request: () => Request, answered?: (outcome: Outcome) => void, tries = 1): Promise<void> {
    const { agenda, random } = this.#simulation
    const again = (): void => {
      if (tries < MAX_TRIES)
        agenda.in(random.between(RETRY_LEAST_MS, RETRY_MOST_MS), () => this.#ask(site, request, answered, tries + 1))
    }
    if (site.up.length === 0) return again()
    const outcome = await random.one(site.up).ask(request())
    if (!outcome || isTooEarly(outcome)) again()
    else answered?.(outcome)
  }
}

const reservationIn = (outcome: Outcome): string | undefined => {
  if (outcome.kind === 'accepted') return outcome.stream
  return outcome.kind === 'replayed' ? (outcome.answer.body as { reservationId: string }).reservationId : undefined
}

/** The registration or the evening has not arrived yet. */
const isTooEarly = (outcome: Outcome): boolean =>
  outcome.kind === 'rejected' && (outcome.rejected === 'unknown-customer' || outcome.rejected === 'unknown-evening')
