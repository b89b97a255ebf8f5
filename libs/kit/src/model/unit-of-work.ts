import type { RecordedCommand } from './command.ts'
import type { Cause, Message, RecordedEvent } from './event.ts'
import type { Gate } from './gate.ts'
import type { ParkedReason, StoredAnswer } from './input.ts'
import type { Due } from './pending.ts'
import type { Row } from './view.ts'

/** Snapshot of a stream, stored beside its events so that a decision loads one row. */
export interface Snapshot {
  readonly aggregate: string
  readonly version: number
  readonly state: unknown
  /** The stream of its companion. */
  readonly link: string | undefined
}

/** A timer or an effect as a row. */
export interface PendingRow {
  readonly id: string
  readonly stream: string
  readonly name: string
  readonly kind: 'timer' | 'effect'
  readonly due: Due
  /** How often the effect was called, or the timer claimed. */
  readonly attempt: number
  readonly request: object
  readonly cause: Cause
  /** Why the last attempt failed. */
  readonly lastError?: string
}

/** A parked message. */
export interface ParkedMessage {
  readonly id: string
  readonly reason: ParkedReason
  /** The view row it waits for, as a key of `UnitOfWork.rows`. */
  readonly waitsFor: string | undefined
  readonly message: Message
}

/** What distinguishes a parked message from others of the same version. */
export interface ParkedAt {
  readonly id: string
  readonly reason: ParkedReason
  /** Its `ce_id`. */
  readonly eventId: string
  readonly value: Buffer
}

export interface KeptAnswer {
  readonly fingerprint: string
  readonly answer: StoredAnswer
}

/** Stands for "no stream". */
export const NIL_STREAM = '00000000-0000-0000-0000-000000000000'

export interface Change<V> {
  readonly key: string
  /** What was loaded; null for no row. */
  readonly before: V | null
  /** null: the row goes. */
  readonly after: V | null
}

/** The tables of a unit of work. */
export type TableName = 'gates' | 'snapshots' | 'substates' | 'rows' | 'pending' | 'answers'

/** The step read a row that the plan had not loaded: the row is loaded and the step run again. */
export class NotLoaded extends Error {
  readonly table: TableName
  readonly key: string

  constructor(table: TableName, key: string) {
    super(`${table} ${key} was read before it was loaded`)
    this.table = table
    this.key = key
  }
}

/** Loaded rows of one kind, and what a batch changes in them. */
export class Table<V> {
  readonly #name: TableName
  readonly #loaded = new Map<string, V | null>()
  readonly #changed = new Map<string, V | null>()

  constructor(name: TableName) {
    this.#name = name
  }

  knows(key: string): boolean {
    return this.#loaded.has(key) || this.#changed.has(key)
  }

  hasLoaded(key: string): boolean {
    return this.#loaded.has(key)
  }

  /** What the store holds; null for no row. */
  load(key: string, value: V | null): void {
    this.#loaded.set(key, value)
  }

  get(key: string): V | null {
    const value = this.#changed.has(key) ? this.#changed.get(key) : this.#loaded.get(key)
    if (value === undefined) throw new NotLoaded(this.#name, key)
    return value
  }

  set(key: string, value: V | null): void {
    this.#changed.set(key, value)
  }

  get changed(): boolean {
    return this.#changed.size > 0
  }

  forgetChanges(): void {
    this.#changed.clear()
  }

  changes(): Change<V>[] {
    return [...this.#changed].map(([key, after]) => ({ key, before: this.#loaded.get(key) ?? null, after }))
  }
}

export const gateKey = (source: string, stream: string): string => `${stream}|${source}`
/** Source of the gates of skipped malformed records. */
export const SKIPPED = 'skipped'
/** A skipped malformed record has no stream whose gate could pass it: it has a gate of its own, under its id. */
export const skippedKey = (id: string): string => gateKey(SKIPPED, id)
export const pairKey = (first: string, second: string): string => `${first}|${second}`
/** Of a message: its gate and its version. */
export const placeOf = ({ gate, version }: Pick<Message, 'gate' | 'version'>): string => pairKey(gate, String(version))
export function splitKey(key: string): [string, string] {
  const bar = key.indexOf('|')
  return [key.slice(0, bar), key.slice(bar + 1)]
}

/** Everything that a batch has loaded, and its changes. */
export class UnitOfWork {
  readonly gates = new Table<Gate>('gates')
  /** By stream. */
  readonly snapshots = new Table<Snapshot>('snapshots')
  /** By stream and key. */
  readonly substates = new Table<unknown>('substates')
  /** By view and key. */
  readonly rows = new Table<Row>('rows')
  /** By stream and name. */
  readonly pending = new Table<PendingRow>('pending')
  readonly answers = new Table<KeptAnswer>('answers')
  /** Gates and view rows whose parked messages have been loaded. */
  readonly searched = new Set<string>()
  /** Parked rows by place, for the places loaded so far. */
  readonly parkedPlaces = new Map<string, readonly ParkedAt[]>()
  readonly events: RecordedEvent[] = []
  /** Every command that was decided, in order. */
  readonly commands: RecordedCommand[] = []
  readonly parked: ParkedMessage[] = []
  /** Ids of messages that are no longer parked. */
  readonly unparked: string[] = []

  get #tables(): Table<unknown>[] {
    return [this.gates, this.snapshots, this.substates, this.rows, this.pending, this.answers] as Table<unknown>[]
  }

  /** Back to what was loaded. */
  forgetChanges(): void {
    for (const table of this.#tables) table.forgetChanges()
    for (const list of [this.events, this.commands, this.parked, this.unparked]) list.length = 0
  }

  /** Whether the batch has changes to store. */
  get changed(): boolean {
    const lists = [this.commands, this.parked, this.unparked]
    return lists.some(({ length }) => length > 0) || this.#tables.some((table) => table.changed)
  }
}
