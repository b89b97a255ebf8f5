import { type BatchOptions, type BatchResult, BatchUnknown, runBatch } from './batch.ts'
import type { Failed } from './blame.ts'
import { sleep } from './clock.ts'
import { Abandoned, faultOf, textOf } from './failure.ts'
import type { Held } from './held.ts'
import type { Item } from './item.ts'
import type { Parts } from './parts.ts'

export const RETRY_FIRST_MS = 50
/** Conflicts before a batch is split. */
const MAX_CONFLICTS = 5
const MAX_BATCH_INPUTS = 2_000
const MIN_BATCH_INPUTS = 20
const LIMIT_GROWTH = 1.1
/** The database counts as unavailable if it fails for more groups than this. */
const MAX_TROUBLED_GROUPS = 1

/** What the writer passes on. */
export interface Afterwards {
  /** Outbox entries to be deleted with the next transaction. */
  takeAcknowledged(): string[]
  putBackAcknowledged(ids: readonly string[]): void
  committed(result: BatchResult): void
  /** Why nothing can be stored now; undefined once that is over. */
  troubled?(reason: string | undefined): void
}

/** Tries to store batches, and knows whether the database is available. */
export class Attempts {
  readonly #parts: Parts
  readonly #afterwards: Afterwards
  readonly #held: Held
  /** Something was stored. */
  readonly #stored: () => void
  /** Failed transactions in a row. */
  failures = 0
  /** Why nothing can be stored now. */
  trouble: string | undefined
  /** Maximum size of a batch: smaller after one that took too long. */
  limit = MAX_BATCH_INPUTS
  #isTold = false

  constructor(parts: Parts, afterwards: Afterwards, held: Held, stored: () => void) {
    this.#parts = parts
    this.#afterwards = afterwards
    this.#held = held
    this.#stored = stored
  }

  /** @returns undefined if it was stored */
  async try(items: readonly Item[], options: BatchOptions = {}): Promise<Failed | undefined> {
    const { clock, random } = this.#parts
    for (let conflicts = 1; ; conflicts += 1) {
      try {
        await this.#transact(items, options)
        return undefined
      } catch (error) {
        const is = faultOf(error)
        if (is === 'size') this.limit = Math.max(MIN_BATCH_INPUTS, Math.floor(items.length / 2))
        if (is !== 'conflict' || conflicts >= MAX_CONFLICTS) return { is, error }
        await sleep(clock, random.fraction() * RETRY_FIRST_MS * conflicts)
      }
    }
  }

  async #transact(items: readonly Item[], more: BatchOptions): Promise<void> {
    const acknowledged = this.#afterwards.takeAcknowledged()
    const { clock } = this.#parts
    const started = clock.monotonic()
    const inputs = items.map(({ input }) => input)
    const options = { isImpatient: this.#held.hasLocks, ...more, beforeWrite: () => commit(items) }
    const result = await runBatch(this.#parts, inputs, acknowledged, options).catch((error: unknown) => {
      this.#afterwards.putBackAcknowledged(acknowledged)
      if (!(error instanceof BatchUnknown)) for (const item of items) item.isCommitting = false
      throw error
    })
    if (result.wrote) this.#parts.meter.batch(inputs.length, (clock.monotonic() - started) / 1_000)
    this.committed(items, result)
  }

  committed(items: readonly Item[], result: BatchResult): void {
    this.failures = 0
    this.trouble = undefined
    this.limit = Math.min(MAX_BATCH_INPUTS, Math.ceil(this.limit * LIMIT_GROWTH))
    this.tell()
    if (result.wrote) {
      this.#parts.meter.committed()
      this.#afterwards.committed(result)
    }
    for (const [index, item] of items.entries()) item.resolve(result.outcomes[index] ?? { kind: 'done' })
    this.#stored()
  }

  fail(error: unknown): void {
    this.failures += 1
    this.trouble = textOf(error)
    this.tell()
  }

  /** The database is unavailable if it stores nothing, or fails for more than a few groups. */
  tell(): void {
    const { groups, reason } = this.#held.troubles
    const trouble = this.trouble ?? (groups > MAX_TROUBLED_GROUPS ? reason : undefined)
    if (trouble !== undefined || this.#isTold) this.#afterwards.troubled?.(trouble)
    this.#isTold = trouble !== undefined
  }
}

/** Marks inputs as committing: from here on callers get the outcome, or "unknown". @throws Abandoned */
function commit(items: readonly Item[]): void {
  if (items.some(({ isSettled }) => isSettled)) throw new Abandoned('a caller was told that its request is not stored')
  for (const item of items) item.isCommitting = true
}
