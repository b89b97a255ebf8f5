import type { Input } from '../model/input.ts'
import { isEmpty, type Locks, locksIn, NO_LOCKS, sharedBy } from '../model/locks.ts'
import { locksOf } from '../model/plan.ts'
import { type Afterwards, Attempts, RETRY_FIRST_MS } from './attempts.ts'
import { BatchLocked, type BatchUnknown } from './batch.ts'
import { type Failed, forgive, isToBlame } from './blame.ts'
import { sleep } from './clock.ts'
import type { MessageInput } from './deferred.ts'
import { malformedOf } from './envelope.ts'
import { textOf } from './failure.ts'
import { Held, type Wait } from './held.ts'
import { groupsOf, type Item } from './item.ts'
import type { Parts } from './parts.ts'
import { Telling } from './telling.ts'

const RETRY_MAX_MS = 2_000
/** Database failures before single groups are tried: one of them may be the cause. */
const MAX_FAILURES_TOGETHER = 3
/** How long a split batch may occupy the writer before other inputs get a turn. */
const APART_MS = 500
/** The queue that batches come from. */
export interface Queue {
  /** Puts them before newer inputs. */
  putBack(items: readonly Item[]): void
  /** They failed alone and are retried alone. */
  putApart(items: readonly Item[]): void
  /** It waits aside: its caller is released. */
  leave(item: Item): void
  /** Something was stored. */
  stored(): void
}

/**
 * Stores batches, and isolates the cause when that fails, so that others do not wait for it. Inputs wait aside for
 * locked rows and unknown commits; rejected values are parked after a while; what makes a definition
 * throw is parked at once. While the database is unavailable, everything is kept and retried.
 */
export class Storing {
  readonly #parts: Parts
  readonly #queue: Queue
  readonly #held: Held
  readonly #telling: Telling
  readonly #attempts: Attempts

  constructor(parts: Parts, afterwards: Afterwards, queue: Queue) {
    this.#parts = parts
    this.#queue = queue
    this.#telling = new Telling(parts)
    this.#held = new Held(parts, {
      free: (items) => queue.putBack(items),
      again: (items) => queue.putApart(items),
      committed: (items, result) => this.#attempts.committed(items, result),
    })
    this.#attempts = new Attempts(parts, afterwards, this.#held, () => queue.stored())
  }

  /** Why nothing can be stored now. */
  get trouble(): string | undefined {
    return this.#attempts.trouble
  }

  /** Number of inputs that wait aside, by cause. */
  get waiting(): Held['waiting'] {
    return this.#held.waiting
  }

  /** Maximum size of a batch: smaller after one that took too long. */
  get limit(): number {
    return this.#attempts.limit
  }

  /** Number of inputs that wait aside. */
  get held(): number {
    return this.#held.size
  }

  /** Stores a common batch. If the database fails, it returns to the queue, and newer inputs join the next batch. */
  async together(batch: readonly Item[]): Promise<void> {
    const items = this.#open(batch)
    const fault = await this.#attempts.try(items)
    if (fault === undefined) return
    if (fault.is !== 'surroundings' && fault.is !== 'statement') return this.#mend(items, fault, this.#soon())
    forgive(items)
    this.#attempts.fail(fault.error)
    if (
      fault.is === 'statement' &&
      this.#attempts.failures >= MAX_FAILURES_TOGETHER &&
      (await this.#passesForSome(items))
    )
      return this.apart(items)
    this.#queue.putBack(this.#open(items))
    await sleep(this.#parts.clock, Math.min(RETRY_MAX_MS, RETRY_FIRST_MS * this.#attempts.failures))
  }

  /** Tries single groups of a failed batch: if one succeeds, the database is not to blame. */
  async #passesForSome(items: readonly Item[]): Promise<boolean> {
    const groups = groupsOf(this.#open(items))
    if (groups.length < 2) return false
    for (const group of [
      groups.at(0),
      groups.at(Math.floor(this.#parts.random.fraction() * groups.length)),
      groups.at(-1),
    ]) {
      const open = this.#open(group ?? [])
      if (open.length === 0) continue
      const fault = await this.#attempts.try(open)
      if (fault === undefined) return true
      if (fault.is === 'unknown') this.#awaitCommit(open, fault.error as BatchUnknown)
    }
    return false
  }

  /**
   * Stores a batch of which a part may fail: groups that fail alone wait aside, others are stored. After `until` the
   * rest waits for its turn, so that newer inputs are stored in between.
   */
  async apart(batch: readonly Item[], until = this.#soon()): Promise<void> {
    const items = this.#open(batch)
    if (items.length === 0) return
    if (this.#parts.clock.monotonic() > until) return this.#wait(items, { for: 'turn' })
    const fault = await this.#attempts.try(items, { isImpatient: true })
    if (fault === undefined) return
    if (fault.is !== 'surroundings' && fault.is !== 'statement') return this.#mend(items, fault, until)
    forgive(items)
    if (fault.is === 'statement')
      return groupsOf(items).length > 1 ? this.#halve(items, until) : this.#hold(items, fault)
    this.#attempts.fail(fault.error)
    this.#queue.putBack(this.#open(items))
  }

  async #mend(items: readonly Item[], fault: Failed, until: number): Promise<void> {
    switch (fault.is) {
      case 'abandoned':
        return this.apart(items, until)
      case 'unknown':
        return this.#awaitCommit(items, fault.error as BatchUnknown)
      case 'locked':
        return this.#passBy(items, fault, until)
      default:
        return groupsOf(items).length > 1 ? this.#halve(items, until) : this.#inOrder(items, fault, until)
    }
  }

  async #halve(items: readonly Item[], until: number): Promise<void> {
    const groups = groupsOf(items)
    const middle = Math.ceil(groups.length / 2)
    await this.apart(groups.slice(0, middle).flat(), until)
    await this.apart(groups.slice(middle).flat(), until)
  }

  /** One group: its first input alone, then the rest, which waits if the first one does. */
  async #inOrder(items: readonly Item[], fault: Failed, until: number): Promise<void> {
    const [first, ...rest] = items
    if (!first) return
    if (rest.length === 0) return this.#alone(first, fault)
    await this.apart([first], until)
    await this.apart(rest, until)
  }

  /** Tries the input without resumed parked messages, as one of those may be the cause. */
  async #alone(item: Item, fault: Failed): Promise<void> {
    if (fault.is === 'size') return this.#hold([item], fault)
    const own = await this.#attempts.try([item], { isImpatient: true, withoutParked: true })
    if (own === undefined) return
    if (own.is === 'unknown') return this.#awaitCommit([item], own.error as BatchUnknown)
    if (own.is === 'definition' || own.is === 'data' || own.is === 'conflict') return this.#blame(item, own)
    forgive([item])
    this.#hold([item], own)
  }

  /** Stores the inputs without those that need locked rows. */
  async #passBy(items: readonly Item[], fault: Failed, until: number): Promise<void> {
    forgive(items)
    const blocked = fault.error instanceof BatchLocked ? await this.#blocked(items, fault.error) : []
    for (const { item, locks } of blocked) this.#lay([item], { for: 'rows', locks }, fault.error)
    if (blocked.length > 0) return this.apart(items, until)
    // The lock appears only on write, such as for a row that another session has inserted and not committed.
    return groupsOf(items).length > 1 ? this.#halve(items, until) : this.#hold(items, fault)
  }

  /** The inputs that need locked rows, and those rows. */
  async #blocked(items: readonly Item[], { needs, unit }: BatchLocked): Promise<{ item: Item; locks: Locks }[]> {
    const locked = await this.#parts.store.locked(locksIn(needs)).catch(() => NO_LOCKS)
    if (isEmpty(locked)) return []
    return items.flatMap((item) => {
      const locks = sharedBy(locksOf(this.#parts.service, item.input, unit), locked)
      return isEmpty(locks) ? [] : [{ item, locks }]
    })
  }

  #awaitCommit(items: readonly Item[], batch: BatchUnknown): void {
    this.#attempts.fail(batch)
    for (const item of items) item.isCommitting = true
    this.#lay(items, { for: 'commit', batch, items }, batch)
  }

  #hold(items: readonly Item[], { is, error }: Failed): void {
    const isTrouble = is === 'statement' || is === 'size' || is === 'locked'
    this.#lay(items, isTrouble ? { for: 'pause', trouble: textOf(error) } : { for: 'pause' }, error)
    if (isTrouble) this.#attempts.tell()
  }

  /** Lets inputs wait aside, and releases their readers. */
  #wait(items: readonly Item[], wait: Wait): void {
    this.#held.hold(items, wait)
    for (const item of items) this.#queue.leave(item)
  }

  #lay(items: readonly Item[], wait: Wait, error: unknown): void {
    this.#wait(items, wait)
    this.#telling.aside(items, wait, error)
  }

  /** For an input that fails alone: parks a message, rejects any other input. */
  async #blame(item: Item, fault: Failed): Promise<void> {
    const { input } = item
    const isMessage = input.kind === 'message' || input.kind === 'malformed'
    if (!isToBlame(item, fault, isMessage, this.#parts.clock.monotonic())) return this.#hold([item], fault)
    this.#telling.blamed(input, fault.error)
    if (!isMessage) return item.reject(fault.error)
    // Only raw bytes are left, which cannot be at fault: it is kept until the database stores it.
    if (input.kind === 'malformed') return this.#hold([item], fault)
    forgive([item])
    item.input = parkable(input, textOf(fault.error))
    await this.apart([item])
  }

  /** The inputs that are not settled and need not wait behind others. */
  #open(items: readonly Item[]): Item[] {
    const open = this.#held.keepBack(items.filter(({ isSettled, isHeld }) => !isSettled && !isHeld))
    if (open.length < items.length) for (const item of items) if (item.isHeld) this.#queue.leave(item)
    return open
  }

  #soon(): number {
    return this.#parts.clock.monotonic() + APART_MS
  }
}

/** The message as a failed one, which is only parked, so no policy sees its data again; if even that fails, as a malformed record. */
const parkable = (input: MessageInput, failure: string): Input =>
  input.message.failure === undefined
    ? { ...input, message: { ...input.message, data: undefined, failure } }
    : malformedOf(input.message.raw, failure)
