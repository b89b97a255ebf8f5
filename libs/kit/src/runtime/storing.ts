import { setTimeout as sleep } from 'node:timers/promises'
import type { Input } from '../model/input.ts'
import { locksOf, meet, NO_LOCKS } from '../model/locks.ts'
import { needsOf } from '../model/plan.ts'
import type { BatchLocked } from './batch.ts'
import { type BatchResult, BatchUnknown, runBatch } from './batch.ts'
import type { MessageInput } from './deferred.ts'
import { strayOf } from './envelope.ts'
import { Abandoned, type Fault, faultOf, placeOf, textOf } from './failure.ts'
import { Held, type Wait } from './held.ts'
import { groupsOf, type Item } from './item.ts'
import type { Parts } from './parts.ts'
import { StoreConflict } from './store.ts'

const RETRY_FIRST_MS = 50
const RETRY_MAX_MS = 2_000
/** Lost races before a batch is made smaller. */
const MAX_CONFLICTS = 5
/** Failures of the database before single groups are tried: one of them may be all that it cannot take. */
const MAX_FAILURES_TOGETHER = 3
/** A database in trouble may blame the data for so long: before that is over, no message is parked for it. */
const BLAME_PATIENCE_MS = 6_000
/** A single stream that the database does not take is its own trouble: the others are served. */
const MAX_TROUBLED_GROUPS = 1
/** That inputs wait aside is logged so often at most. */
const TELL_EVERY_MS = 5_000

/** What a writer hands on. */
export interface Afterwards {
  /** Outbox entries to be deleted with the next transaction. */
  takeAcknowledged(): string[]
  putBackAcknowledged(ids: readonly string[]): void
  committed(result: BatchResult): void
  /** Why nothing can be stored now; undefined when it can be again. */
  troubled?(reason: string | undefined): void
}

/** The queue that batches come from. */
export interface Queue {
  /** They go before what has come since. */
  putBack(items: readonly Item[]): void
  /** They failed by themselves, and are to be tried so again. */
  putApart(items: readonly Item[]): void
  /** They wait aside: nobody else should wait for them. */
  leave(item: Item): void
  /** Something was stored. */
  stored(): void
}

/**
 * Stores batches, and finds out who is at fault where that fails. Nobody else waits for what cannot be stored now: locked rows
 * and lost commits are waited for aside, values that the database refuses are parked after a while, and what a definition
 * throws is parked at once. Trouble of the database is nobody's fault: everything is kept, and tried again.
 */
export class Storing {
  readonly #parts: Parts
  readonly #afterwards: Afterwards
  readonly #queue: Queue
  readonly #held: Held
  /** Transactions in a row that the database could not do. */
  #failures = 0
  #trouble: string | undefined
  #isTold = false
  #toldAt = Number.NEGATIVE_INFINITY

  constructor(parts: Parts, afterwards: Afterwards, queue: Queue) {
    this.#parts = parts
    this.#afterwards = afterwards
    this.#queue = queue
    this.#held = new Held(parts.service, parts.store, {
      free: (items) => queue.putBack(items),
      again: (items) => queue.putApart(items),
      committed: (items, result) => this.#committed(items, result),
    })
  }

  /** Why nothing can be stored now. */
  get trouble(): string | undefined {
    return this.#trouble
  }

  /** How many inputs wait aside, and for what. */
  get waiting(): Held['waiting'] {
    return this.#held.waiting
  }

  /** How many inputs wait aside. */
  get held(): number {
    return this.#held.size
  }

  /** A batch of everybody. While the database is in trouble it goes back to the queue, so that the next one has all that came since. */
  async together(batch: readonly Item[]): Promise<void> {
    const items = this.#open(batch)
    const fault = await this.#try(items)
    if (fault === undefined) return
    if (fault.is !== 'surroundings' && fault.is !== 'statement') return this.#mend(items, fault)
    this.#fail(fault.error)
    if (fault.is === 'statement' && this.#failures >= MAX_FAILURES_TOGETHER && (await this.#passesForSome(items)))
      return this.apart(items)
    this.#queue.putBack(this.#open(items))
    await sleep(Math.min(RETRY_MAX_MS, RETRY_FIRST_MS * this.#failures))
  }

  /** Tries single groups of a batch that the database does not take: where it takes one, not all of it is in trouble. */
  async #passesForSome(items: readonly Item[]): Promise<boolean> {
    const groups = groupsOf(this.#open(items))
    if (groups.length < 2) return false
    for (const group of [groups.at(0), groups.at(Math.floor(Math.random() * groups.length)), groups.at(-1)]) {
      const open = this.#open(group ?? [])
      const fault = open.length > 0 ? await this.#try(open) : undefined
      if (fault === undefined) return true
      if (fault.is === 'unknown') this.#awaitCommit(open, fault.error as BatchUnknown)
    }
    return false
  }

  /** A batch of which a part has failed, or may: the groups that fail by themselves wait aside, the others are stored. */
  async apart(batch: readonly Item[]): Promise<void> {
    const items = this.#open(batch)
    if (items.length === 0) return
    const fault = await this.#try(items)
    if (fault === undefined) return
    if (fault.is !== 'surroundings' && fault.is !== 'statement') return this.#mend(items, fault)
    if (fault.is === 'statement') return groupsOf(items).length > 1 ? this.#halve(items) : this.#hold(items, fault)
    this.#fail(fault.error)
    this.#queue.putBack(this.#open(items))
  }

  /** @returns undefined when it is stored */
  async #try(items: readonly Item[]): Promise<Failed | undefined> {
    for (let conflicts = 1; ; conflicts += 1) {
      try {
        await this.#transact(items)
        return undefined
      } catch (error) {
        const is = faultOf(error)
        if (is !== 'conflict' || conflicts >= MAX_CONFLICTS) return { is, error }
        await sleep(Math.random() * RETRY_FIRST_MS * conflicts)
      }
    }
  }

  async #mend(items: readonly Item[], fault: Failed): Promise<void> {
    switch (fault.is) {
      case 'abandoned':
        return this.apart(items)
      case 'unknown':
        return this.#awaitCommit(items, fault.error as BatchUnknown)
      case 'locked':
        return this.#passBy(items, fault)
      default:
        return groupsOf(items).length > 1 ? this.#halve(items) : this.#inOrder(items, fault)
    }
  }

  async #halve(items: readonly Item[]): Promise<void> {
    const groups = groupsOf(items)
    const middle = Math.ceil(groups.length / 2)
    await this.apart(groups.slice(0, middle).flat())
    await this.apart(groups.slice(middle).flat())
  }

  /** One group: its first input alone, and then what is behind it, which waits where the first one does. */
  async #inOrder(items: readonly Item[], fault: Failed): Promise<void> {
    const [first, ...rest] = items
    if (!first) return
    if (rest.length === 0) return this.#blame(first, fault)
    await this.apart([first])
    await this.apart(rest)
  }

  /** Without those that need rows which another session holds. */
  async #passBy(items: readonly Item[], fault: Failed): Promise<void> {
    const { needs, world } = fault.error as BatchLocked
    const locks = await this.#parts.store.locked(locksOf(needs)).catch(() => NO_LOCKS)
    const isBlocked = ({ input }: Item) => {
      try {
        return meet(locksOf(needsOf(this.#parts.service, input, world)), locks)
      } catch {
        return false
      }
    }
    const blocked = items.filter(isBlocked)
    if (blocked.length === 0) return groupsOf(items).length > 1 ? this.#halve(items) : this.#hold(items, fault)
    this.#lay(blocked, { for: 'rows', locks }, fault.error)
    await this.apart(items)
  }

  #awaitCommit(items: readonly Item[], batch: BatchUnknown): void {
    this.#fail(batch)
    for (const item of items) item.isCommitting = true
    this.#lay(items, { for: 'commit', batch, items }, batch)
  }

  #hold(items: readonly Item[], { is, error }: Failed): void {
    this.#lay(items, is === 'statement' ? { for: 'pause', trouble: textOf(error) } : { for: 'pause' }, error)
    if (is === 'statement') this.#tell()
  }

  /** They wait aside, and whoever reads goes on without them. */
  #lay(items: readonly Item[], wait: Wait, error: unknown): void {
    this.#held.hold(items, wait)
    for (const item of items) this.#queue.leave(item)
    const [first] = items
    if (!first || performance.now() - this.#toldAt < TELL_EVERY_MS) return
    this.#toldAt = performance.now()
    const fields = { ...placeOf(first.input), waitsFor: wait.for, reason: textOf(error), inputs: items.length }
    this.#parts.logger.warn(fields, 'inputs wait aside')
  }

  /** What fails alone: a message is parked, anybody else is told. */
  async #blame(item: Item, fault: Failed): Promise<void> {
    const { input } = item
    const isMessage = input.kind === 'message' || input.kind === 'stray'
    if (!isToBlame(item, fault, isMessage)) return this.#hold([item], fault)
    this.#parts.logger.error({ ...placeOf(input), reason: textOf(fault.error) }, 'an input failed when processed alone')
    if (!isMessage) return item.reject(fault.error)
    // Nothing of it is left that could be at fault: it is kept until the database takes it.
    if (input.kind === 'stray') return this.#hold([item], fault)
    item.failingSince = undefined
    item.input = parkable(input, textOf(fault.error))
    await this.apart([item])
  }

  /** Those that are still to be stored, and need not wait behind others. */
  #open(items: readonly Item[]): Item[] {
    const open = this.#held.keepBack(items.filter(({ isSettled, isHeld }) => !isSettled && !isHeld))
    if (open.length < items.length) for (const item of items) if (item.isHeld) this.#queue.leave(item)
    return open
  }

  async #transact(items: readonly Item[]): Promise<void> {
    const acknowledged = this.#afterwards.takeAcknowledged()
    const started = performance.now()
    const inputs = items.map(({ input }) => input)
    const options = { beforeWrite: () => commit(items), isImpatient: this.#held.hasLocks }
    const result = await runBatch(this.#parts, inputs, acknowledged, options).catch((error: unknown) => {
      this.#afterwards.putBackAcknowledged(acknowledged)
      if (!(error instanceof BatchUnknown)) for (const item of items) item.isCommitting = false
      throw error
    })
    if (result.wrote) this.#parts.meter.batch(inputs.length, (performance.now() - started) / 1_000)
    this.#committed(items, result)
  }

  #committed(items: readonly Item[], result: BatchResult): void {
    this.#failures = 0
    this.#trouble = undefined
    this.#tell()
    if (result.wrote) {
      this.#parts.meter.committed()
      this.#afterwards.committed(result)
    }
    for (const [index, item] of items.entries()) item.resolve(result.outcomes[index] ?? { kind: 'done' })
    this.#queue.stored()
  }

  #fail(error: unknown): void {
    this.#failures += 1
    this.#trouble = textOf(error)
    this.#tell()
  }

  /** The database is in trouble where it stores nothing, or where more than a few streams wait for it. */
  #tell(): void {
    const { groups, reason } = this.#held.troubles
    const trouble = this.#trouble ?? (groups > MAX_TROUBLED_GROUPS ? reason : undefined)
    if (trouble !== undefined || this.#isTold) this.#afterwards.troubled?.(trouble)
    this.#isTold = trouble !== undefined
  }
}

interface Failed {
  readonly is: Fault
  readonly error: unknown
}

/** Values that the database refuses, or that others seem to have stored already, are blamed when that lasts; lost races never. */
function isToBlame(item: Item, { is, error }: Failed, isMessage: boolean): boolean {
  if (is === 'definition') return true
  if (is === 'conflict' && !(isMessage && error instanceof StoreConflict && error.isOfValues)) return false
  if (!isMessage) return true
  item.failingSince ??= Date.now()
  return Date.now() - item.failingSince >= BLAME_PATIENCE_MS
}

/** Whoever was told no is left out: what is committed from here on is told as it is, or as unknown. @throws Abandoned */
function commit(items: readonly Item[]): void {
  if (items.some(({ isSettled }) => isSettled)) throw new Abandoned('a caller was told that its request is not stored')
  for (const item of items) item.isCommitting = true
}

/** As something that parking alone is done with; where even that fails, as bytes that nothing else is known of. */
const parkable = (input: MessageInput, failure: string): Input =>
  input.message.failure === undefined
    ? { ...input, message: { ...input.message, failure } }
    : strayOf(input.message.raw, failure)
