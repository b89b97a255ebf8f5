import type { RecordedCommand } from '../model/command.ts'
import type { RawRecord, RecordedEvent } from '../model/event.ts'
import type { ParkedReason } from '../model/input.ts'
import type { Locks } from '../model/locks.ts'
import type { Needs } from '../model/plan.ts'
import type { PendingRow, Snapshot, UnitOfWork } from '../model/unit-of-work.ts'
import type { Row } from '../model/view.ts'
import type { Progress } from './log.ts'
import type { Rebuilds } from './rebuild/port.ts'
import type { Wal } from './wal.ts'

/**
 * Lease of a claimed timer or effect; after a crash another process claims it then. An effect that is due at
 * once is written as leased, with attempt 1, to the process that writes it.
 */
export const LEASE_MS = 3_000

/** If no process claims a timer for this long after its time, none was running. */
export const LATE_MS = 2_000

/** An event with the bytes that are stored and published. */
export interface EncodedEvent extends RecordedEvent {
  readonly bytes: Buffer
  readonly published: boolean
}

/** An event as it is read from the store: not decoded. */
export type StoredEvent = Pick<EncodedEvent, 'stream' | 'version' | 'id' | 'type' | 'published' | 'bytes'>

/** Events of one transaction that still have to be published. */
export interface OutboxEntry {
  readonly id: string
  readonly events: readonly EncodedEvent[]
}

/** A parked message as stored: not decoded. */
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
  /** RFC 3339: when it fires or is called next; during a call, when its lease ends. */
  readonly dueAt: string
  readonly attempt: number
  /** RFC 3339. */
  readonly since: string
  readonly lastError?: string
}

/** A command of the audit trail. */
export interface StoredCommand extends RecordedCommand {
  /** A number that grows: commands of one stream are in the order in which they were decided. */
  readonly id: string
}

/** How far a stream of another service was taken, as an operator sees it. */
export interface GateRow {
  readonly source: string
  readonly stream: string
  readonly version: number
  /** The event of that version; absent while none was applied. */
  readonly eventId?: string
  /** Number of its messages that are parked. */
  readonly waiting: number
}

/** Filter of `Reader.gates`. */
export type GateFilter = Partial<Pick<GateRow, 'source' | 'stream'>>

export interface Counted {
  readonly count: number
  /** Age of the oldest; 0 if there is none. */
  readonly oldestMs: number
}

/** Counts what waits in the database. */
export interface Backlog {
  /** Timers and effects whose last attempt failed. */
  readonly failing: Counted
  /** Effects that are not settled, by name. */
  readonly effects: readonly (Counted & { readonly name: string })[]
  readonly parked: readonly (Counted & { readonly reason: ParkedReason; readonly source: string })[]
  /** Streams with parked messages. */
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
  /** The events came from the log: there is nothing to publish. */
  readonly fromLog?: true
  /** Outbox entries that the broker has acknowledged since the last transaction. */
  readonly acknowledged: readonly string[]
}

export interface Committed {
  /** Undefined if there is nothing to publish. */
  readonly outboxId: string | undefined
}

/** One batch's transaction. Rows are loaded under lock, in one order everywhere. */
export interface Transaction {
  /**
   * Loads `needs` into the unit of work, missing rows as null. Returns parked messages that may be next.
   * @throws `StoreLocked` if another session holds a row longer than this transaction waits
   */
  load(needs: Needs, unit: UnitOfWork): Promise<readonly StoredParked[]>
  /** Writes everything and commits. @throws `CommitUnknown` if the commit got no response */
  write(changes: Changes): Promise<Committed>
}

export interface TransactionOptions {
  /** Waits for locks a tenth of the usual time, as some rows are known to be locked. */
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

/** Reads for routes; never part of a decision. */
export interface Reader {
  snapshot(stream: string): Promise<Snapshot | undefined>
  snapshots(streams: readonly string[]): Promise<ReadonlyMap<string, Snapshot>>
  /** A few streams of an aggregate with recent events, latest first. */
  recent(aggregate: string): Promise<readonly string[]>
  row(view: string, key: string): Promise<Row | undefined>
  rows(view: string, page: Page): Promise<readonly Row[]>
  /** The last version applied of another service's stream; 0 for none. */
  gateVersion(source: string, stream: string): Promise<number>
  parked(page: Page): Promise<readonly StoredParked[]>
  parkedById(id: string): Promise<StoredParked | undefined>
  /** Events of a stream, published or private, from the one after `version`; `data` is only in their bytes. */
  eventsAfter(stream: string, version: number, limit: number): Promise<readonly EncodedEvent[]>
  /** Latest streams first; `page.after` is a `gateKey`. */
  gates(page: Page, filter: GateFilter): Promise<readonly GateRow[]>
  /** The audit trail, latest first, optionally of one stream. */
  commands(page: Page, stream?: string): Promise<readonly StoredCommand[]>
  /** Number of later messages of its stream that are parked as well. */
  parkedBehind(row: StoredParked): Promise<number>
  /** Timers and effects, latest first, optionally of one stream. */
  pending(page: Page, stream?: string): Promise<readonly Pending[]>
}

/**
 * A service's database. Two stores fulfil this contract: on Postgres and in memory.
 * Errors: `StoreConflict` when another process was faster, `StoreLocked` when it holds a row, `StoreUnavailable` when the
 * database cannot do its work (try again, all three); `StoreRefused` when the data themselves cannot be stored.
 */
export interface Store extends Reader {
  /** Errors thrown by `work` itself are passed on unchanged. */
  transaction<T>(work: (transaction: Transaction) => Promise<T>, options?: TransactionOptions): Promise<T>
  /** Which of these rows, or rows of their streams' companions, another session has locked now. */
  locked(locks: Locks): Promise<Locks>
  /** Outcome of a commit that got no response. */
  commitOutcome(commit: string): Promise<CommitOutcome>
  /**
   * Leases timers and effects that are due, oldest first.
   * @param startAgain names of timers that get their time again, once, if no process claimed them within `LATE_MS`
   */
  claimDue(limit: number, startAgain?: readonly string[]): Promise<Claimed>
  /** Extends leases: due again after `afterMs`. */
  postpone(rows: readonly PendingRow[], afterMs: number): Promise<void>
  /** Due again after `afterMs`, with the error; null if nothing is wrong. */
  fail(row: PendingRow, afterMs: number, error: string | null): Promise<void>
  backlog(): Promise<Backlog>
  /** Rows of a view. */
  count(view: string): Promise<number>
  /** The saga of a stream, by its first event. */
  sagaOfStream(stream: string): Promise<string | undefined>
  /** Makes up to `limit` failing effects due at once, the next ones first, except those being called. */
  hasten(effects: readonly string[], limit: number): Promise<void>
  /** Outbox entries of a minimum age, oldest first; undefined while another process sweeps. */
  unpublished(minAgeMs: number, limit: number): Promise<readonly OutboxEntry[] | undefined>
  /** All published events, page by page, to refill a log that lost them. */
  published(pageSize: number): AsyncIterable<readonly EncodedEvent[]>
  /**
   * Passes the next events for a further topic to `publish`, in stored order from the beginning,
   * and stores the position once it has resolved. Private events are skipped.
   * @returns how many were passed; undefined while another process does it
   */
  publishFurther(
    topic: string,
    limit: number,
    publish: (events: readonly EncodedEvent[]) => Promise<void>,
  ): Promise<number | undefined>
  /** Published events after a stored position, which it does not move; none if there is no position. */
  afterMark(topic: string): Promise<readonly EncodedEvent[]>
  /** Moves a stored position behind all events, and leaves these open. */
  passAllBut(topic: string, ids: readonly string[]): Promise<void>
  /** Topics with a stored backfill position. */
  followedTopics(): Promise<readonly string[]>
  /** Forgets such a position. */
  unfollow(topic: string): Promise<void>
  acknowledge(outboxIds: readonly string[]): Promise<void>
  /** Parked messages that may be next, even without a write of this process. */
  resumable(limit: number): Promise<readonly StoredParked[]>
  /** Gaps before messages parked for at least `minAgeMs`, newest first. */
  holes(minAgeMs: number, limit: number): Promise<readonly Hole[]>
  /** Positions in the topics that the service reads. */
  readonly progress: Progress
  /** Views built again beside the live ones. */
  readonly rebuilds: Rebuilds
  /** Where the relay reads committed events; absent if transactions leave outbox entries. */
  readonly wal?: Wal | undefined
  /** Deletes stored answers older than this. */
  forgetAnswers(olderThanMs: number): Promise<void>
  /** @throws `StoreUnavailable` if it cannot be used now, or an error that names what is missing */
  check(): Promise<void>
  close(): Promise<void>
}

export type CommitOutcome = 'committed' | 'aborted' | 'in progress'

export { CommitUnknown, StoreConflict, StoreLocked, StoreRefused, StoreUnavailable } from './store-errors.ts'
