import type { Clock } from './clock.ts'
import type { Logger } from './logger.ts'
import { SYSTEM } from './system.ts'

/** Interval of repeated log lines, with a count, while something is unavailable. */
const REPEAT_LOG_MS = 10_000
/** Recovery is logged only after this time, so that flapping is logged once. */
const QUIET_MS = 2_000

/** Something that the service needs and that is unavailable. */
export interface Trouble {
  /** Its name for messages: `the database`. */
  readonly what: string
  readonly reason: string
  /** RFC 3339. */
  readonly since: string
}

/** own: without it the service is not ready · others: only some of its work waits. */
export type Scope = 'own' | 'others'

interface Ongoing extends Trouble {
  scope: Scope
  reason: string
  failures: number
  /** Undefined: not yet. */
  loggedAt: number | undefined
  /** When it recovered, until that has lasted `QUIET_MS`. */
  wellSince?: number
}

/**
 * What is unavailable to a running service, and since when. Parts report failures here and retry; the log says
 * when trouble begins, how many failures it has caused, and when it ends.
 */
export class Health {
  readonly #logger: Logger
  readonly #clock: Clock
  readonly #startedAt: number
  readonly #ongoing = new Map<string, Ongoing>()

  /** @param startMs Trouble that ends so soon after this moment belongs to the start of the system and is not logged. */
  constructor(logger: Logger, clock: Clock = SYSTEM.clock, startMs = 0) {
    this.#logger = logger
    this.#clock = clock
    this.#startedAt = clock.now() + startMs
  }

  failed(what: string, reason: string, scope: Scope = 'own'): void {
    const now = this.#clock.now()
    const known = this.#ongoing.get(what)
    if (!known) {
      this.#ongoing.set(what, {
        what,
        reason,
        scope,
        since: new Date(now).toISOString(),
        failures: 1,
        loggedAt: now < this.#startedAt ? undefined : now,
      })
      if (now < this.#startedAt) return
      this.#logger.warn({ what, reason }, `${what} is unavailable; retrying until it recovers`)
      return
    }
    known.failures += 1
    known.reason = reason
    known.wellSince = undefined
    known.scope = scope
    if (now < this.#startedAt || now - (known.loggedAt ?? 0) < REPEAT_LOG_MS) return
    known.loggedAt = now
    const { since, failures } = known
    this.#logger.warn({ what, reason, since, failures }, `${what} is still unavailable`)
  }

  recovered(what: string): void {
    const known = this.#ongoing.get(what)
    if (!known || known.wellSince !== undefined) return
    const wellSince = this.#clock.now()
    known.wellSince = wellSince
    this.#clock.after(QUIET_MS, () => {
      if (known.wellSince !== wellSince || this.#ongoing.get(what) !== known) return
      this.#ongoing.delete(what)
      const { since, failures, loggedAt } = known
      if (loggedAt === undefined) return
      this.#logger.info(
        { what, since, failures, lastedMs: wellSince - Date.parse(since) },
        `${what} is available again`,
      )
    })
  }

  /** Longest first. */
  get troubles(): readonly Trouble[] {
    return this.#unwell.map(({ what, reason, since }) => ({ what, reason, since }))
  }

  /** The longest trouble that makes the service not ready. */
  get obstacle(): Trouble | undefined {
    return this.#unwell.find(({ scope }) => scope === 'own')
  }

  get #unwell(): Ongoing[] {
    return [...this.#ongoing.values()].filter(({ wellSince }) => wellSince === undefined)
  }
}
