import type { Fault } from './faults.ts'
import { type GuestPlan, type Plan, planOf } from './plan.ts'
import { type SimulationOptions, type SimulationResult, simulate } from './simulate.ts'

type Change = Partial<SimulationOptions> & { readonly plan?: Plan }

/** How many courses of the same plan are tried before a part counts as necessary. */
const COURSES = 6
/** More courses for a plan with one guest: its runs are short, and its trace is the easiest to read. */
const LONE_COURSES = 60
const MAX_PHASE_RUNS = 1_500

/** Finds a run with few sagas and faults that violates the same invariant. The same failure shrinks to the same trace. */
export async function shrink(failing: SimulationOptions, found: SimulationResult): Promise<SimulationResult> {
  const shrinker = new Shrinker(failing, found)
  await shrinker.guests()
  await shrinker.cancellations()
  await shrinker.faultKinds()
  await shrinker.faultsOneByOne()
  return shrinker.best()
}

class Shrinker {
  #options: SimulationOptions & { readonly plan: Plan }
  #result: SimulationResult
  readonly #invariant: number
  #runs = 0

  constructor(failing: SimulationOptions, found: SimulationResult) {
    this.#options = { ...failing, plan: failing.plan ?? planOf(failing.seed, failing.sagas) }
    this.#result = found
    this.#invariant = found.violations[0]?.invariant ?? 0
  }

  /** The smallest failing run that was found, with its trace. */
  best(): Promise<SimulationResult> {
    return simulate({ ...this.#options, trace: true })
  }

  /** One guest alone is tried first; then ever smaller parts are left out. */
  async guests(): Promise<void> {
    this.#runs = 0
    if (await this.#oneAlone()) return
    for (let size = this.#plan.guests.length >> 1; size >= 1; size >>= 1)
      for (let from = 0; from < this.#plan.guests.length; ) {
        const rest = this.#plan.guests.toSpliced(from, size)
        if (rest.length === 0 || !(await this.#keep(rest))) from += size
      }
  }

  async #oneAlone(): Promise<boolean> {
    const { guests } = this.#plan
    for (let course = 0; course < LONE_COURSES; course += 1)
      for (const guest of guests) if (await this.#try({ plan: withOnly(this.#plan, [guest]), course })) return true
    return false
  }

  async cancellations(): Promise<void> {
    this.#runs = 0
    for (const [index, guest] of this.#plan.guests.entries())
      for (const cancelsMs of [[], guest.cancelsMs.slice(0, 1)])
        if (
          cancelsMs.length < guest.cancelsMs.length &&
          (await this.#keep(this.#plan.guests.with(index, { ...guest, cancelsMs })))
        )
          break
  }

  async faultKinds(): Promise<void> {
    this.#runs = 0
    if (await this.#tryCourses({ faults: [] })) return
    for (const fault of this.#kinds()) if (await this.#tryCourses({ faults: [fault] })) return
    for (const fault of this.#kinds())
      await this.#tryCourses({ faults: this.#kinds().filter((kept) => kept !== fault) })
  }

  async faultsOneByOne(): Promise<void> {
    this.#runs = 0
    for (const { index } of this.#result.injected) {
      const spared = new Set([...(this.#options.spared ?? []), index])
      await this.#try({ spared })
    }
  }

  get #plan(): Plan {
    return this.#options.plan
  }

  #kinds(): readonly Fault[] {
    return [...new Set(this.#result.injected.map(({ fault }) => fault))]
  }

  #keep(guests: readonly GuestPlan[]): Promise<boolean> {
    return this.#tryCourses({ plan: withOnly(this.#plan, guests) })
  }

  async #tryCourses(change: Change): Promise<boolean> {
    const courses = this.#plan.guests.length === 1 ? LONE_COURSES : COURSES
    for (let course = 0; course < courses; course += 1) if (await this.#try({ ...change, course })) return true
    return false
  }

  async #try(change: Change): Promise<boolean> {
    if (this.#runs++ >= MAX_PHASE_RUNS) return false
    const options = { ...this.#options, ...change, trace: false }
    const result = await simulate(options)
    if (result.violations[0]?.invariant !== this.#invariant) return false
    this.#options = options
    this.#result = result
    return true
  }
}

/** These guests, and the customers and evenings that they need. */
function withOnly({ customers, evenings }: Plan, guests: readonly GuestPlan[]): Plan {
  const customerIndexes = [...new Set(guests.map(({ customer }) => customer))]
  const eveningIndexes = [...new Set(guests.map(({ evening }) => evening))]
  return {
    customers: customerIndexes.map((index) => customers[index]!),
    evenings: eveningIndexes.map((index) => evenings[index]!),
    guests: guests.map((guest) => ({
      ...guest,
      customer: customerIndexes.indexOf(guest.customer),
      evening: eveningIndexes.indexOf(guest.evening),
    })),
  }
}
