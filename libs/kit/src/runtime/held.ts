import { isEmpty, type Locks, meet, NO_LOCKS, sharedBy, unionOf } from '../model/locks.ts'
import { locksOf } from '../model/plan.ts'
import type { Service } from '../model/service.ts'
import { UnitOfWork } from '../model/unit-of-work.ts'
import type { BatchResult, BatchUnknown } from './batch.ts'
import type { Clock, Timer } from './clock.ts'
import { groupOf, type Item } from './item.ts'
import type { Aside } from './meter.ts'
import type { Parts } from './parts.ts'
import type { Store } from './store.ts'

const FIRST_PAUSE_MS = 200
const MAX_PAUSE_MS = 5_000
/** How often it checks locks and the outcome of commits. */
const LOOK_EVERY_MS = 300

/** What a group of inputs waits for: locked rows, the outcome of a commit, a pause after a failure, or its turn. */
export type Wait =
  | { readonly for: 'rows'; readonly locks: Locks }
  | { readonly for: 'commit'; readonly batch: BatchUnknown; readonly items: readonly Item[] }
  | { readonly for: 'pause'; readonly trouble?: string }
  | { readonly for: 'turn' }

interface Entry {
  readonly items: Item[]
  wait: Wait
  pauseMs: number
  dueAt: number
}

export interface Releases {
  /** They rejoin the queue. */
  free(items: Item[]): void
  /** They are retried alone, as they failed alone. */
  again(items: Item[]): void
  /** Their commit has happened. */
  committed(items: readonly Item[], result: BatchResult): void
}

/** Inputs that wait aside while the others continue. Inputs of a group keep their order; later ones join them. */
export class Held {
  readonly #service: Service
  readonly #store: Pick<Store, 'locked' | 'commitOutcome'>
  readonly #clock: Clock
  readonly #releases: Releases
  readonly #groups = new Map<string, Entry>()
  /** Last pause of a released group: the next one is longer if it fails again. */
  readonly #pauses = new WeakMap<Item, number>()
  #locked: Locks = NO_LOCKS
  #timer: Timer | undefined
  #isLooking = false

  constructor({ service, store, clock }: Pick<Parts, 'service' | 'store' | 'clock'>, releases: Releases) {
    this.#service = service
    this.#store = store
    this.#clock = clock
    this.#releases = releases
  }

  get isEmpty(): boolean {
    return this.#groups.size === 0
  }

  get size(): number {
    return [...this.#groups.values()].reduce((sum, { items }) => sum + items.length, 0)
  }

  /** Whether rows are known to be locked: transactions should not wait long for them. */
  get hasLocks(): boolean {
    return !isEmpty(this.#locked)
  }

  /** How many groups the database does not store, and the error of one. */
  get troubles(): { readonly groups: number; readonly reason: string | undefined } {
    const reasons = [...this.#groups.values()].flatMap(({ wait }) => (wait.for === 'pause' && wait.trouble) || [])
    return { groups: reasons.length, reason: reasons[0] }
  }

  /** Number of waiting inputs by cause, number of streams, and the age of the oldest. */
  get waiting(): Aside & { readonly rows: number; readonly commits: number } {
    const count = (kind: Wait['for']): number =>
      [...this.#groups.values()].reduce((sum, { wait, items }) => sum + (wait.for === kind ? items.length : 0), 0)
    const since = [...this.#groups.values()].flatMap(({ items }) => items.map((item) => item.since))
    const oldestMs = since.length > 0 ? this.#clock.monotonic() - since.reduce((a, b) => Math.min(a, b)) : 0
    return { rows: count('rows'), commits: count('commit'), streams: this.#groups.size, oldestMs }
  }

  hold(items: readonly Item[], wait: Wait): void {
    for (const item of items) this.#add(item, wait)
    this.#locked = this.#locksHeld()
    this.#wake()
  }

  /** Returns the inputs that need not wait; the others join the groups that they must wait behind. */
  keepBack(items: Item[]): Item[] {
    return this.isEmpty ? items : items.filter((item) => !this.#joins(item))
  }

  #joins(item: Item): boolean {
    const entry = this.#groups.get(groupOf(item.input))
    if (entry) {
      this.#push(entry, item)
      return true
    }
    if (!this.hasLocks) return false
    const locks = sharedBy(locksOf(this.#service, item.input, new UnitOfWork()), this.#locked)
    if (isEmpty(locks)) return false
    this.#add(item, { for: 'rows', locks })
    return true
  }

  #add(item: Item, wait: Wait): void {
    const group = groupOf(item.input)
    const pauseMs = Math.min(MAX_PAUSE_MS, 2 * (this.#pauses.get(item) ?? FIRST_PAUSE_MS / 2))
    const entry = this.#groups.get(group) ?? { items: [], wait, pauseMs, dueAt: 0 }
    entry.dueAt =
      this.#clock.monotonic() + (wait.for === 'pause' ? entry.pauseMs : wait.for === 'turn' ? 0 : LOOK_EVERY_MS)
    this.#groups.set(group, entry)
    this.#push(entry, item)
  }

  #push({ items }: Entry, item: Item): void {
    item.isHeld = true
    items.push(item)
  }

  #locksHeld(): Locks {
    return unionOf([...this.#groups.values()].flatMap(({ wait }) => (wait.for === 'rows' ? [wait.locks] : [])))
  }

  #wake(): void {
    this.#timer?.cancel()
    if (this.#isLooking || this.isEmpty) return
    const soonest = Math.min(...[...this.#groups.values()].map(({ dueAt }) => dueAt))
    this.#timer = this.#clock.after(Math.max(0, soonest - this.#clock.monotonic()), () => this.#look())
  }

  async #look(): Promise<void> {
    this.#isLooking = true
    const now = this.#clock.monotonic()
    const due = [...this.#groups].filter(([, { dueAt }]) => dueAt <= now)
    try {
      await this.#lookAtRows(due.filter(([, { wait }]) => wait.for === 'rows'))
      await this.#lookAtCommits(due.filter(([, { wait }]) => wait.for === 'commit'))
    } catch {
      // The database is unavailable, and the writer reports it: keep waiting.
    }
    const paused = due.filter(([, { wait }]) => wait.for === 'pause' || wait.for === 'turn')
    if (paused.length > 0) this.#releases.again(paused.flatMap(([group, entry]) => this.#take(group, entry)))
    for (const [group, entry] of due) if (this.#groups.get(group) === entry) this.#waitOn(group, entry)
    this.#locked = this.#locksHeld()
    this.#isLooking = false
    this.#wake()
  }

  async #lookAtRows(due: readonly [string, Entry][]): Promise<void> {
    if (due.length === 0) return
    this.#locked = await this.#store.locked(this.#locksHeld())
    for (const [group, entry] of due) {
      if (entry.wait.for !== 'rows') continue
      if (!meet(entry.wait.locks, this.#locked)) this.#releases.free(this.#take(group, entry))
    }
  }

  async #lookAtCommits(due: readonly [string, Entry][]): Promise<void> {
    const batches = new Map(due.flatMap(([, { wait }]) => (wait.for === 'commit' ? [[wait.batch, wait.items]] : [])))
    const groups = [...this.#groups]
    for (const [batch, items] of batches) {
      const outcome = await this.#store.commitOutcome(batch.unknown.commit)
      if (outcome === 'in progress') continue
      if (outcome === 'committed') this.#releases.committed(items, batch.result)
      for (const item of items) item.isCommitting = false
      for (const [group, entry] of groups)
        if (entry.wait.for === 'commit' && entry.wait.batch === batch) this.#releases.free(this.#take(group, entry))
    }
  }

  /** Drops inputs whose callers have timed out. */
  #waitOn(group: string, entry: Entry): void {
    entry.dueAt = this.#clock.monotonic() + LOOK_EVERY_MS
    entry.items.splice(0, Number.POSITIVE_INFINITY, ...entry.items.filter(({ isSettled }) => !isSettled))
    if (entry.items.length === 0) this.#groups.delete(group)
  }

  #take(group: string, { items, pauseMs }: Entry): Item[] {
    this.#groups.delete(group)
    for (const item of items) {
      item.isHeld = false
      this.#pauses.set(item, pauseMs)
    }
    return items.filter(({ isSettled }) => !isSettled)
  }
}
