import type { RecordedCommand } from '../../model/command.ts'
import type { Replayed } from '../../model/rebuild.ts'
import type { AnyView, Row } from '../../model/view.ts'
import type { StoredEvent } from '../store.ts'

/** After this time without a report, the process that builds a view again counts as dead. */
export const ALIVE_MS = 10_000
export const MAX_DIFFERENCES = 20

/** A row that the live view and the rebuilt one do not have alike. */
export interface Difference {
  readonly key: string
  /** Absent where it has no such row. */
  readonly live?: Row
  readonly rebuilt?: Row
}

export type RebuildStatus = 'running' | 'equal' | 'differs' | 'failed'

/** A view that is built again, as an operator sees it. */
export interface RebuildState {
  readonly status: RebuildStatus
  /** RFC 3339. */
  readonly startedAt: string
  readonly endedAt?: string
  /** When the rebuilt rows took the place of the live ones last. */
  readonly swappedAt?: string
  /** Events read so far. */
  readonly done: number
  readonly total: number
  /** Rebuilt rows. */
  readonly rows?: number
  /** At most `MAX_DIFFERENCES`. */
  readonly differences: readonly Difference[]
  readonly problem?: string
}

export interface KnownRebuild {
  readonly view: string
  readonly state: RebuildState
  /** Whether its process builds it, or keeps it up to date. */
  readonly isAlive: boolean
}

/** An operator's order to let the rebuilt rows take the place of the live ones. */
export interface SwapOrder {
  /** Of the operator's request. */
  readonly id: string
  readonly why: string
}

/** A view that this process builds again. */
export interface Build {
  readonly view: AnyView
  /** A UUID of this attempt: what an earlier one still writes is refused. */
  readonly owner: string
}

export interface Comparison {
  readonly rows: number
  readonly differing: number
  /** The first of them. */
  readonly differences: readonly Difference[]
}

/** The live view while no transaction changes it. */
export interface Still {
  /** Both views as they are now, to be compared later, page by page. Must be compared or the store cannot close. */
  look(): Promise<Look>
  /** Exchanges the rows that differ, and stores the state and the command for the audit trail, in one transaction. */
  swap(state: RebuildState, command: RecordedCommand): Promise<void>
}

export interface Look {
  /** @param pause called between pages */
  compare(pause: () => Promise<void>): Promise<Comparison>
}

/** How far the stored events have been read; `gaps` are positions whose transactions may still commit. */
export interface Mark {
  readonly position: number
  readonly gaps: readonly { readonly position: number; readonly noticedAt: number }[]
}

export const BEGINNING: Mark = { position: 0, gaps: [] }

/** Another process builds the view now. */
export class NotOwner extends Error {}

/** Views built again beside the live ones: their rows, how far they are, and what an operator sees of them. */
export interface Rebuilds {
  all(): Promise<readonly KnownRebuild[]>
  /** Makes the caller the owner. @returns false while any view of the service is being built again */
  begin(build: Build, state: RebuildState): Promise<boolean>
  /** Removes a portion of what was built. @returns whether more is left */
  clear(build: Build): Promise<boolean>
  /** Stores the state, and says that the owner lives. @returns an operator's order @throws NotOwner */
  report(build: Build, state: RebuildState): Promise<SwapOrder | undefined>
  /** The owner takes no orders any more: the rebuilt rows are out of date from now on. */
  release(build: Build, state: RebuildState): Promise<void>
  orderSwap(view: string, order: SwapOrder): Promise<void>
  /** The service's own events, in stored order. */
  stored(mark: Mark, limit: number): Promise<{ readonly events: readonly StoredEvent[]; readonly mark: Mark }>
  /** About how many own events are stored. */
  storedTotal(): Promise<number>
  /**
   * Folds the events that are next and that the live view has taken, in one transaction; of an own view, all of them.
   * @returns the events that have to wait
   */
  fold(build: Build, events: readonly Replayed[], overGaps: boolean): Promise<readonly Replayed[]>
  /**
   * Runs `work` while no transaction changes the live view: keep it short.
   * @throws `StoreLocked` if transactions leave no room for it now
   */
  still<T>(build: Build, work: (still: Still) => Promise<T>): Promise<T>
}
