import { createMemoryStore } from '@bistro/kit/memory'
import { CommitUnknown, type Store, StoreUnavailable } from '@bistro/kit/runtime'
import type { Agenda } from './agenda.ts'

interface Commit {
  readonly outcome: 'committed' | 'aborted'
  readonly knownAtMs: number
}

/** One service's database. It outlives its processes, and is not always there for them. */
export class Database {
  readonly store: Store
  readonly #agenda: Agenda
  readonly #commits = new Map<string, Commit>()
  #downUntilMs = 0
  /** How far its clock is ahead. */
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

  /** A commit whose answer is lost. What became of it can be asked after so long. */
  lostCommit(outcome: Commit['outcome'], afterMs: number): CommitUnknown {
    const id = String(this.#commits.size + 1)
    this.#commits.set(id, { outcome, knownAtMs: this.#agenda.nowMs + afterMs })
    return new CommitUnknown(id, 'the connection drops')
  }

  commitOutcome(id: string): Commit['outcome'] | 'in progress' {
    const { outcome, knownAtMs } = this.#commits.get(id)!
    return this.#agenda.nowMs < knownAtMs ? 'in progress' : outcome
  }

  /** Runs with a clock that is ahead: what is due soon is due. */
  async ahead<T>(ms: number, work: () => Promise<T>): Promise<T> {
    this.#skewMs = ms
    try {
      return await work()
    } finally {
      this.#skewMs = 0
    }
  }
}
