import type { Clock, Logger, Timer } from '@bistro/kit/runtime'
import { invariants } from '@bistro/oracle'
import type { Invariants } from '../contract/index.ts'
import { instant } from '../live/seen.ts'

/** After a look, this many times its length passes: the audit takes at most a thirtieth of the time. */
const REST = 29
const MIN_PAUSE_MS = 15_000
/** Under load an audit would take from the services what they need: it waits for a rest, but not for ever. */
const BUSY_EVENTS_PER_SECOND = 50
const MAX_WAIT_MS = 300_000
const ASK_EVERY_MS = 1_000
const MAX_VIOLATIONS = 20

/** What an audit has found: the violations of each invariant, by its number. */
export type Findings = readonly {
  readonly number: number
  readonly violations: readonly { readonly what: string; readonly ids: Readonly<Record<string, string>> }[]
}[]

/** Why the invariants are not known, and what to type to check them. */
export class NotAudited extends Error {
  readonly check: string | undefined

  constructor(problem: string, check?: string) {
    super(problem)
    this.check = check
  }
}

interface LightsOptions {
  readonly clock: Clock
  readonly logger: Logger
  /** Holds the stack against the invariants. @throws NotAudited */
  audit(signal: AbortSignal): Promise<Findings>
  /** Why this process can never do that; undefined where it can. */
  readonly unable?: NotAudited | undefined
  eventsPerSecond(): number
  onChange(): void
}

/** The eight invariants as lights: the audit, again and again, as rarely as its cost demands. */
export class Lights {
  readonly #options: LightsOptions
  readonly #stopping = new AbortController()
  #timer: Timer | undefined
  #dueMs = 0
  #latestMs = 0
  #isLooking = false
  #found: Invariants

  constructor(options: LightsOptions) {
    this.#options = options
    this.#found = unknown(options.unable)
  }

  get found(): Invariants {
    return this.#found
  }

  start(): void {
    if (this.#options.unable) return
    this.#timer = this.#options.clock.every(ASK_EVERY_MS, () => {
      if (!this.#isLooking && this.#isTime()) void this.#look()
    })
  }

  stop(): void {
    this.#timer?.cancel()
    this.#stopping.abort()
  }

  #isTime(): boolean {
    const now = this.#options.clock.monotonic()
    if (now < this.#dueMs) return false
    return now >= this.#latestMs || this.#options.eventsPerSecond() < BUSY_EVENTS_PER_SECOND
  }

  async #look(): Promise<void> {
    const { clock, audit, onChange, logger } = this.#options
    this.#isLooking = true
    const lookedAt = instant(clock.now())
    const began = clock.monotonic()
    try {
      const findings = await audit(this.#stopping.signal)
      const items = invariants.map(({ number, name }) =>
        lightOf(number, name, findings.find((finding) => finding.number === number)?.violations),
      )
      this.#found = { lookedAt, items }
    } catch (error) {
      // The last known lights would look like news.
      const { message: problem } = error as NotAudited
      if (problem !== this.#found.problem) logger.info({ problem }, 'the invariants are not known')
      this.#found = { lookedAt, ...unknown(error as NotAudited) }
    }
    const now = clock.monotonic()
    this.#dueMs = now + Math.max(MIN_PAUSE_MS, REST * (now - began))
    this.#latestMs = this.#dueMs + MAX_WAIT_MS
    this.#isLooking = false
    onChange()
  }
}

function unknown(why: NotAudited | undefined): Invariants {
  const items = invariants.map(({ number, name }) => lightOf(number, name, undefined))
  return { items, ...(why && { problem: why.message }), ...(why?.check !== undefined && { check: why.check }) }
}

function lightOf(
  number: number,
  name: string,
  violations: Findings[number]['violations'] | undefined,
): Invariants['items'][number] {
  if (violations === undefined) return { number, name, status: 'unknown', violations: [] }
  const shown = violations.slice(0, MAX_VIOLATIONS).map(({ what, ids }) => ({ what, ids: { ...ids } }))
  return { number, name, status: shown.length > 0 ? 'violated' : 'holds', violations: shown }
}
