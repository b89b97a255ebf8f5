import type { Clock } from './clock.ts'
import type { Logger } from './logger.ts'
import { SYSTEM } from './system.ts'

/** While something is unavailable, it is logged again only so often, with a count. */
const REPEAT_LOG_MS = 10_000
/** So long it must be well before the log says so: what comes and goes is one trouble, not many. */
const QUIET_MS = 2_000

/** Something that the service needs and does not have now. */
export interface Trouble {
  /** What is missing, as a person calls it: `the database`. */
  readonly what: string
  readonly reason: string
  /** RFC 3339. */
  readonly since: string
}

/** own: without it the service cannot do its work · others: some of its work waits, and the rest is done. */
export type Scope = 'own' | 'others'

interface Ongoing extends Trouble {
  scope: Scope
  reason: string
  failures: number
  loggedAt: number
  /** When it was well again, until that has lasted. */
  wellSince?: number
}

/**
 * What a running service lacks, and since when. Whoever meets a failure reports it here and goes on trying; the log says
 * when trouble begins, how often it was met while it lasts, and when it ends.
 */
export class Health {
  readonly #logger: Logger
  readonly #clock: Clock
  readonly #ongoing = new Map<string, Ongoing>()

  constructor(logger: Logger, clock: Clock = SYSTEM.clock) {
    this.#logger = logger
    this.#clock = clock
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
        loggedAt: now,
      })
      this.#logger.warn({ what, reason }, `${what} is unavailable; retrying until it recovers`)
      return
    }
    known.failures += 1
    known.reason = reason
    known.wellSince = undefined
    known.scope = scope
    if (now - known.loggedAt < REPEAT_LOG_MS) return
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
      const { since, failures } = known
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

  /** The first without which the service cannot do its work. */
  get obstacle(): Trouble | undefined {
    return this.#unwell.find(({ scope }) => scope === 'own')
  }

  get #unwell(): Ongoing[] {
    return [...this.#ongoing.values()].filter(({ wellSince }) => wellSince === undefined)
  }
}
