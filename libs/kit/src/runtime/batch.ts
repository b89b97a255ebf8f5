import type { Input, Outcome } from '../model/input.ts'
import { type Needs, noNeeds, plan } from '../model/plan.ts'
import type { Service } from '../model/service.ts'
import { step } from '../model/step.ts'
import type { Context } from '../model/streams.ts'
import { NotLoaded, type PendingRow, UnitOfWork } from '../model/unit-of-work.ts'
import { inputOfParked } from './envelope.ts'
import type { Parts } from './parts.ts'
import {
  CommitUnknown,
  type EncodedEvent,
  type OutboxEntry,
  type StoredParked,
  StoreLocked,
  StoreUnavailable,
  type Transaction,
  type TransactionOptions,
} from './store.ts'

export interface BatchResult {
  /** One per input, in order. */
  readonly outcomes: readonly Outcome[]
  /** For the relay to publish now. */
  readonly outbox: OutboxEntry | undefined
  /** Timers and effects that the batch set. */
  readonly pending: readonly PendingRow[]
  readonly unit: UnitOfWork
  readonly wrote: boolean
}

export const contextOf = ({ clock, random }: Pick<Parts, 'clock' | 'random'>): Context => ({
  now: new Date(clock.now()).toISOString(),
  newId: random.newId,
  newHex: random.newHex,
})

/** Another session has locked rows that the batch needs. `unit` holds what was loaded before. */
export class BatchLocked extends StoreLocked {
  readonly needs: Needs
  readonly unit: UnitOfWork

  constructor(needs: Needs, unit: UnitOfWork, cause: StoreLocked) {
    super(cause.message, { cause })
    this.needs = needs
    this.unit = unit
  }
}

/** The batch was stored, if `unknown.commit` was committed. */
export class BatchUnknown extends StoreUnavailable {
  readonly unknown: CommitUnknown
  readonly result: BatchResult

  constructor(unknown: CommitUnknown, result: BatchResult) {
    super(unknown.message, { cause: unknown })
    this.unknown = unknown
    this.result = result
  }
}

export interface BatchOptions extends TransactionOptions {
  /** Does not resume parked messages: one of them may be the one that fails. */
  readonly withoutParked?: boolean
  /** Called before the write; if it throws, nothing is written. */
  beforeWrite?(): void
}

/**
 * One transaction for a batch: load, the pure step, write. Parked messages join the
 * batch once the gate or the row that they wait for is loaded.
 * @throws what a definition throws, unchanged; the store's errors; `BatchLocked`; `BatchUnknown`
 */
export function runBatch(
  parts: Pick<Parts, 'service' | 'store' | 'codec' | 'clock' | 'random'>,
  inputs: readonly Input[],
  acknowledged: readonly string[],
  { withoutParked = false, beforeWrite, isImpatient }: BatchOptions = {},
): Promise<BatchResult> {
  const work = async (transaction: Transaction): Promise<BatchResult> => {
    const unit = new UnitOfWork()
    const parked = await loadAll(parts, inputs, unit, transaction, withoutParked)
    const outcomes = (await stepWith(parts, [...parked, ...inputs], unit, transaction)).slice(parked.length)
    const wrote = unit.changed || acknowledged.length > 0
    if (!wrote) return { outcomes, outbox: undefined, pending: [], unit, wrote }
    const events = encodeAll(parts, unit)
    const result = { outcomes, pending: pendingBy(unit), unit, wrote }
    beforeWrite?.()
    const { outboxId } = await transaction.write({ unit, events, acknowledged }).catch((error: unknown) => {
      throw error instanceof CommitUnknown ? new BatchUnknown(error, { ...result, outbox: undefined }) : error
    })
    const published = events.filter((event) => event.published)
    return { ...result, outbox: outboxId === undefined ? undefined : { id: outboxId, events: published } }
  }
  return parts.store.transaction(work, { isImpatient })
}

/** @throws `BatchLocked` if a row's lock is not granted in time */
async function loadInto(transaction: Transaction, needs: Needs, unit: UnitOfWork): Promise<readonly StoredParked[]> {
  try {
    return await transaction.load(needs, unit)
  } catch (error) {
    throw error instanceof StoreLocked ? new BatchLocked(needs, unit, error) : error
  }
}

/** @returns parked messages that may be next, as further inputs */
async function loadAll(
  { service, codec }: Pick<Parts, 'service' | 'codec'>,
  inputs: readonly Input[],
  unit: UnitOfWork,
  transaction: Transaction,
  withoutParked: boolean,
): Promise<Input[]> {
  const parked = new Map<string, Input>()
  const given = new Set(inputs.map((input) => (input.kind === 'message' ? input.parked?.id : undefined)))
  for (;;) {
    const needs: Needs | undefined = plan(service, [...inputs, ...parked.values()], unit)
    if (!needs) return [...parked.values()]
    for (const row of await loadInto(transaction, needs, unit))
      if (!withoutParked && !given.has(row.id)) parked.set(row.id, inputOfParked(service, codec, row))
  }
}

/** Runs the step, again for each row that it reads beyond the plan (a command made from a row of the same batch). */
async function stepWith(
  parts: Pick<Parts, 'service' | 'clock' | 'random'>,
  inputs: readonly Input[],
  unit: UnitOfWork,
  transaction: Transaction,
): Promise<Outcome[]> {
  const load = (needs: Needs) => loadInto(transaction, needs, unit)
  return untilLoaded(unit, () => step(parts.service, inputs, unit, contextOf(parts)), load)
}

/** Runs the work, again for each row that it reads before it is loaded. */
export async function untilLoaded<T>(
  unit: UnitOfWork,
  work: () => T,
  load: (needs: Needs) => Promise<unknown>,
): Promise<T> {
  for (;;) {
    try {
      return work()
    } catch (error) {
      if (!(error instanceof NotLoaded)) throw error
      unit.forgetChanges()
      const kind = error.table === 'rows' ? 'rowsToChange' : error.table
      await load({ ...noNeeds(), [kind]: new Set([error.key]) })
    }
  }
}

function encodeAll({ service, codec }: Pick<Parts, 'service' | 'codec'>, unit: UnitOfWork): EncodedEvent[] {
  const isPrivate = privateAggregates(service)
  return unit.events.map((event) => {
    const published = !isPrivate.has(event.aggregate)
    const bytes = published ? codec.encode(event.type, event.data) : Buffer.from(JSON.stringify(event.data))
    return { ...event, published, bytes }
  })
}

const privateAggregates = (service: Service): Set<string> =>
  new Set(service.aggregates.filter(({ visibility }) => visibility === 'private').map(({ name }) => name))

const pendingBy = (unit: UnitOfWork): PendingRow[] =>
  unit.pending.changes().flatMap(({ after }) => (after ? [after] : []))
