import type { Health, Scope } from '../runtime/health.ts'
import type { Membership } from '../runtime/log.ts'

const LOOK_MS = 500
/** An empty fetch returns after a second, and heartbeats are sent during work: longer silence means trouble. */
const SILENT_MS = 4_000
/** A shorter rebalance is not reported. */
const OUTSIDE_MS = 3_000

/** Reports whether the process is a member of its group and its broker responds, even with nothing to read. */
export class GroupWatch {
  readonly #health: Health
  readonly #what: string
  readonly #scope: Scope
  readonly #now: () => number
  #answeredAt: number
  #outside: { readonly since: number; readonly reason: string } | undefined
  #partitions = 0
  #looking: NodeJS.Timeout | undefined

  /** @param scope others: the process works without what it reads here */
  constructor(health: Health, what: string, scope: Scope = 'own', now: () => number = () => performance.now()) {
    this.#health = health
    this.#what = what
    this.#scope = scope
    this.#now = now
    this.#answeredAt = now()
  }

  start(): void {
    this.#looking = setInterval(() => this.look(), LOOK_MS)
  }

  stop(): void {
    clearInterval(this.#looking)
  }

  answered(): void {
    this.#answeredAt = this.#now()
  }

  joined(partitions = 0): void {
    this.answered()
    this.#outside = undefined
    this.#partitions = partitions
  }

  get membership(): Membership {
    const isMember = this.#outside === undefined
    return { isMember, partitions: isMember ? this.#partitions : 0 }
  }

  left(reason: string): void {
    this.#outside = { since: this.#outside?.since ?? this.#now(), reason }
  }

  look(): void {
    const reason = this.#reason()
    if (reason === undefined) this.#health.recovered(this.#what)
    else this.#health.failed(this.#what, reason, this.#scope)
  }

  #reason(): string | undefined {
    if (this.#outside && this.#now() - this.#outside.since >= OUTSIDE_MS) return this.#outside.reason
    return this.#now() - this.#answeredAt >= SILENT_MS ? 'the broker does not answer' : undefined
  }
}
