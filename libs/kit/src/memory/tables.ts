import type { RecordedCommand } from '../model/command.ts'
import type { Gate } from '../model/gate.ts'
import type { KeptAnswer, ParkedMessage, PendingRow, Snapshot } from '../model/unit-of-work.ts'
import type { Row } from '../model/view.ts'
import type { Position } from '../runtime/log.ts'
import type { EncodedEvent, OutboxEntry } from '../runtime/store.ts'
import type { Rebuilt } from './rebuilds.ts'

export interface StoredPending {
  readonly row: PendingRow
  /** Milliseconds since the epoch. */
  readonly dueAt: number
  readonly since: number
}

export interface Aged<T> {
  readonly value: T
  readonly at: number
}

/** Milliseconds since the epoch. */
export type Clock = () => number

/** The tables of a Postgres store, in memory, by the keys of `UnitOfWork`. */
export class Tables {
  readonly now: Clock
  readonly gates = new Map<string, Gate>()
  readonly snapshots = new Map<string, Snapshot>()
  readonly substates = new Map<string, unknown>()
  readonly rows = new Map<string, Row>()
  readonly pending = new Map<string, StoredPending>()
  readonly answers = new Map<string, Aged<KeptAnswer>>()
  readonly parked = new Map<string, Aged<ParkedMessage>>()
  readonly outbox = new Map<string, Aged<OutboxEntry>>()
  readonly events: EncodedEvent[] = []
  readonly commands: RecordedCommand[] = []
  /** Number of events passed, by topic. */
  readonly followed = new Map<string, number>()
  /** Ids of events that a restore has left out, by topic. */
  readonly passed = new Map<string, ReadonlySet<string>>()
  /** By topic and partition. */
  readonly offsets = new Map<string, Position>()
  /** By view. */
  readonly rebuilds = new Map<string, Rebuilt>()
  lastOutboxId = 0
  /** While set, nothing is written to rows. */
  #still: Promise<unknown> | undefined

  constructor(now: Clock) {
    this.now = now
  }

  /** The same rows at this moment; views that are being built again are left out. */
  copy(): Tables {
    const copy = new Tables(this.now)
    for (const name of COPIED) for (const [key, row] of this[name]) (copy[name] as Map<string, unknown>).set(key, row)
    copy.events.push(...this.events)
    copy.commands.push(...this.commands)
    copy.lastOutboxId = this.lastOutboxId
    return copy
  }

  /** Transactions write nothing until `work` is done. */
  async whileStill<T>(work: () => Promise<T>): Promise<T> {
    const done = work()
    this.#still = done.catch(() => undefined)
    try {
      return await done
    } finally {
      this.#still = undefined
    }
  }

  get isStill(): boolean {
    return this.#still !== undefined
  }

  async mayWrite(): Promise<void> {
    while (this.#still) await this.#still
  }
}

const COPIED = [
  ...(['gates', 'snapshots', 'substates', 'rows', 'pending', 'answers', 'parked', 'outbox'] as const),
  ...(['followed', 'passed', 'offsets'] as const),
] as const
