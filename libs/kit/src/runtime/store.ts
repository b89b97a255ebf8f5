import type { RawRecord, RecordedEvent } from '../model/event.ts'
import type { ParkedReason } from '../model/input.ts'
import type { Locks } from '../model/locks.ts'
import type { Needs } from '../model/plan.ts'
import type { Head, PendingRow, UnitOfWork } from '../model/unit-of-work.ts'
import type { Row } from '../model/view.ts'
import type { Progress } from './log.ts'

/**
 * Who claims a timer or an effect holds it so long; after a crash another takes it up then. An effect that is due at
 * once is written as leased, with attempt 1, to the process that writes it.
 */
export const LEASE_MS = 3_000

/** A timer that nobody took up for so long after its time: no process looked after it. */
export const LATE_MS = 2_000

/** An event with the bytes that are stored and published. */
export interface EncodedEvent extends RecordedEvent {
  readonly bytes: Buffer
  readonly published: boolean
}

/** Events of one transaction that still have to be published. */
export interface OutboxEntry {
  readonly id: string
  readonly events: readonly EncodedEvent[]
}

/** A parked message as it is stored; what it says must be decoded again. */
export interface StoredParked {
  readonly id: string
  readonly reason: ParkedReason
  readonly source: string
  readonly stream: string
  readonly version: number
  readonly error: string
  /** RFC 3339. */
  readonly since: string
  /** The view row, or the version of its stream, that it waits for. */
  readonly waitsFor?: string
  readonly record: RawRecord
}

export const waitsFor = (
  reason: ParkedReason,
  version: number,
  row: string | null | undefined,
): Pick<StoredParked, 'waitsFor'> => {
  if (reason === 'gap') return { waitsFor: `version ${version - 1}` }
  return row ? { waitsFor: row } : {}
}

/** A timer or an effect, as an operator sees it. */
export interface Pending {
  readonly id: string
  readonly stream: string
  readonly name: string
  readonly kind: 'timer' | 'effect'
  /** RFC 3339: when it fires, or is called again; while it is being called, when its lease ends. */
  readonly dueAt: string
  readonly attempt: number
  /** RFC 3339. */
  readonly since: string
  readonly lastError?: string
}

export interface Counted {
  readonly count: number
  /** Of the oldest, since it was set or parked; 0 where there is none. */
  readonly oldestMs: number
}

/** What waits in the database. */
export interface Backlog {
  /** Timers and effects whose last attempt failed. */
  readonly failing: Counted
  /** Effects that are not settled, by name. */
  readonly effects: readonly (Counted & { readonly name: string })[]
  readonly parked: readonly (Counted & { readonly reason: ParkedReason; readonly source: string })[]
  /** Streams whose gate something parked waits at. */
  readonly gates: Counted
}

/** A parked message whose predecessor is neither applied nor parked. */
export interface Hole {
  readonly id: string
  readonly topic: string
}

export interface Changes {
  readonly unit: UnitOfWork
  readonly events: readonly EncodedEvent[]
  /** Outbox entries that were acknowledged by the broker since the last transaction. */
  readonly acknowledged: readonly string[]
}

export interface Committed {
  /** Absent where nothing has to be published. */
  readonly outboxId: string | undefined
}

/** One batch's transaction. Rows are loaded under lock, in one order everywhere. */
export interface Transaction {
  /**
   * Loads all that is needed into the world; what is not there is loaded as null. Returns parked messages that may be next.
   * @throws `StoreLocked` where another session holds a row for longer than this transaction waits
   */
  load(needs: Needs, unit: UnitOfWork): Promise<readonly StoredParked[]>
  /** Writes everything and commits. @throws `CommitUnknown` where nobody answered whether it did */
  write(changes: Changes): Promise<Committed>
}

export interface TransactionOptions {
  /** Waits for locked rows a tenth of the usual time: some are known to be locked, and others shall not wait for them. */
  readonly isImpatient?: boolean
}

export interface Claimed {
  /** Timers that are due and effects to be called, leased to this process for `LEASE_MS`. */
  readonly rows: readonly PendingRow[]
  /** Milliseconds until the next row is due; undefined where there is none. */
  readonly nextInMs: number | undefined
}

export interface Page {
  readonly limit: number
  /** Rows whose key is lower than this one: newest first, as keys are UUID v7. */
  readonly after?: string
  /** Field and the value that it must have. */
  readonly where?: readonly [field: string, value: string]
}

/** What routes read. Never part of a decision. */
export interface Reader {
  head(stream: string): Promise<Head | undefined>
  heads(streams: readonly string[]): Promise<ReadonlyMap<string, Head>>
  /** Streams of an aggregate in which something has happened lately, the latest first: a few, and perhaps none. */
  recent(aggregate: string): Promise<readonly string[]>
  row(view: string, key: string): Promise<Row | undefined>
  rows(view: string, page: Page): Promise<readonly Row[]>
  /** The last version applied of another service's stream; 0 for none. */
  gateVersion(source: string, stream: string): Promise<number>
  parked(page: Page): Promise<readonly StoredParked[]>
  parkedById(id: string): Promise<StoredParked | undefined>
  /** How many later ones of its stream are parked as well. */
  parkedBehind(row: StoredParked): Promise<number>
  /** Timers and effects, those set last first; of one stream, where one is named. */
  pending(page: Page, stream?: string): Promise<readonly Pending[]>
}

/**
 * Where a service keeps everything. Two stores hold to this contract, on Postgres and in memory.
 * Errors: `StoreConflict` when another process was faster, `StoreLocked` when it holds a row, `StoreUnavailable` when the
 * database cannot do its work (try again, all three); `StoreRefused` when the data themselves cannot be stored.
 */
export interface Store extends Reader {
  /** What `work` throws by itself is passed on as it is. */
  transaction<T>(work: (transaction: Transaction) => Promise<T>, options?: TransactionOptions): Promise<T>
  /** Which of these rows another session holds now, and streams whose companion's row it holds. */
  locked(locks: Locks): Promise<Locks>
  /** What became of a commit that nobody answered. */
  commitOutcome(commit: string): Promise<CommitOutcome>
  /**
   * Leases timers and effects that are due, oldest first.
   * @param startAgain timers by name that are given their time again, once, where nobody took them up within `LATE_MS`
   */
  claimDue(limit: number, startAgain?: readonly string[]): Promise<Claimed>
  /** Due again after so many milliseconds: a lease that is prolonged. */
  postpone(rows: readonly PendingRow[], afterMs: number): Promise<void>
  /** Due again after so many milliseconds, and why; null where nothing is wrong. */
  fail(row: PendingRow, afterMs: number, error: string | null): Promise<void>
  backlog(): Promise<Backlog>
  /** Rows of a view. */
  count(view: string): Promise<number>
  /** Of a stream whose first event belongs to one. */
  sagaOfStream(stream: string): Promise<string | undefined>
  /** Effects by name that fail, and that no process is calling now, are due at once: so many of them, the next ones first. */
  hasten(effects: readonly string[], limit: number): Promise<void>
  /** Outbox entries at least so old, oldest first, for one sweeper at a time; undefined while another process sweeps. */
  unpublished(minAgeMs: number, limit: number): Promise<readonly OutboxEntry[] | undefined>
  /** Everything that is published, page by page: what a log that forgets has to be told again. */
  published(pageSize: number): AsyncIterable<readonly EncodedEvent[]>
  /**
   * Hands `publish` the next events for a topic beside the first one, from the beginning of the store and in its order,
   * and remembers how far it came once that has resolved. Private events are passed over.
   * @returns how many were passed; undefined while another process is at it
   */
  publishFurther(
    topic: string,
    limit: number,
    publish: (events: readonly EncodedEvent[]) => Promise<void>,
  ): Promise<number | undefined>
  /** Topics for which it is remembered how far they came. */
  followedTopics(): Promise<readonly string[]>
  acknowledge(outboxIds: readonly string[]): Promise<void>
  /** Parked messages whose turn may have come although nothing has moved in this process. */
  resumable(limit: number): Promise<readonly StoredParked[]>
  /** Of messages that have been parked for so long, the newest first. */
  holes(minAgeMs: number, limit: number): Promise<readonly Hole[]>
  /** How far the topics of others have been read. */
  readonly progress: Progress
  dropParked(id: string): Promise<void>
  /** Stored answers older than this are forgotten. */
  forgetAnswers(olderThanMs: number): Promise<void>
  /** @throws `StoreUnavailable` where it cannot be used now, or an error that says which table or migration is missing */
  check(): Promise<void>
  close(): Promise<void>
}

export type CommitOutcome = 'committed' | 'aborted' | 'in progress'

export { CommitUnknown, StoreConflict, StoreLocked, StoreRefused, StoreUnavailable } from './store-errors.ts'
