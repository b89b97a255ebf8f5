import { createMemoryStore } from '@bistro/kit/memory'
import { CommitUnknown, type Store, StoreUnavailable } from '@bistro/kit/runtime'
import type { Agenda } from './agenda.ts'

interface Commit {
  readonly outcome: 'committed' | 'aborted'
  readonly knownAtMs: number
}

/** One service's database. It outlives the service's processes, and is sometimes unavailable. */
export class Database {
  readonly store: Store
  readonly #agenda: Agenda
  readonly #commits = new Map<string, Commit>()
  #downUntilMs = 0
  /** How far the database's clock is ahead. */
  #skewMs = 0

  constructor(agenda: Agenda) {
    this.#agenda = agenda
    this.store = createMemoryStore(() => agenda.nowMs + this.#skewMs)
  }

  failFor(ms: number): void {
    this.#downUntilMs = this.#agenda.nowMs + ms
  }

  get isDown(): boolean {
    return this.#agenda.nowMs < this.#downUntilMs
  }

  /** @throws `StoreUnavailable` while it is down */
  mustBeUp(): void {
    if (this.isDown) throw new StoreUnavailable('connection refused')
  }

  /** A commit whose response is lost. Its outcome can be queried after `afterMs`. */
  lostCommit(outcome: Commit['outcome'], afterMs: number): CommitUnknown {
    const id = String(this.#commits.size + 1)
    this.#commits.set(id, { outcome, knownAtMs: this.#agenda.nowMs + afterMs })
    return new CommitUnknown(id, 'the connection drops')
  }

  commitOutcome(id: string): Commit['outcome'] | 'in progress' {
    const { outcome, knownAtMs } = this.#commits.get(id)!
    return this.#agenda.nowMs < knownAtMs ? 'in progress' : outcome
  }

  /** Does work while the database's clock is ahead, so that pending work is due early. */
  async ahead<T>(ms: number, work: () => Promise<T>): Promise<T> {
    this.#skewMs = ms
    try {
      return await work()
    } finally {
      this.#skewMs = 0
    }
  }
}
