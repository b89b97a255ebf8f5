import type { OutboxEntry } from './store.ts'

/** Name of the position up to which the relay has published from the write-ahead log, among those of followed topics. */
export const WAL_MARK = 'wal'

/** What an operator wants to know of the slot. */
export interface SlotStanding {
  /** Bytes of write-ahead log that the server keeps for it. */
  readonly keptBytes: number
  /** Why it may be lost soon; undefined if all is well. */
  readonly endangered: string | undefined
}

/** ready: it can be read · taken: another process reads it · busy: another process makes it. */
export type SlotState = 'ready' | 'taken' | 'busy'

/** Called before a new slot is used. @param lost why the one before cannot be read any more; undefined for the first one */
export type CatchUp = (lost: string | undefined) => Promise<void>

/** The write-ahead log of the service's database: what was committed, in the order of the commits. */
export interface Wal {
  /** Call it before the first write: what is stored from now on is read from the log, or found behind the mark. */
  begin(): Promise<void>
  /**
   * Makes the slot if there is none that can be read. The new one keeps what is committed from then on; `catchUp` publishes
   * what was committed before, from the table.
   */
  prepare(catchUp: CatchUp): Promise<SlotState>
  /** @param hand gets each transaction that stored events, also those with private events alone */
  read(hand: (entry: OutboxEntry) => void): WalReading
  standing(): Promise<SlotStanding | undefined>
}

export interface WalReading {
  /** Resolves once the server sends. */
  readonly started: Promise<void>
  /** Rejects when the connection or the slot is lost; resolves after `stop`. */
  readonly ended: Promise<void>
  /** The entries, in the order in which they were passed on, need not be read again. */
  confirm(ids: readonly string[]): void
  /** The log is not read further until `resume`. */
  pause(): void
  resume(): void
  /** Resolves once everything committed so far was passed on, or after a few seconds. */
  drain(): Promise<void>
  /** Stores what was confirmed, and leaves the slot to others. */
  stop(): Promise<void>
}
