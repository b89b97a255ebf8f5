import type { SagaSummary } from '../contract/index.ts'
import type { ReadBytes } from './event.ts'
import type { Seen } from './seen.ts'
import { isTelling, type SummaryData, withEvent } from './summary.ts'

/** Sagas kept in memory; the longest unmoved is forgotten first. */
const MAX_KNOWN = 5_000

/** What the saga view says of some sagas. */
export type LoadSummaries = (ids: readonly string[]) => Promise<readonly SagaSummary[]>

/**
 * Summaries of sagas that move now. A saga that began before this process is loaded from the saga view once, and then
 * folded here: the view is written a moment later, maybe by another replica.
 */
export class Summaries {
  readonly #load: LoadSummaries
  readonly #read: ReadBytes
  readonly #known = new Map<string, SagaSummary>()
  /** Events of sagas that are not loaded yet. */
  readonly #waiting = new Map<string, Seen[]>()
  /** Changed since they were last taken. */
  readonly #changed = new Set<string>()
  #stuck: ReadonlySet<string> = new Set()
  #isLoading = false

  constructor(load: LoadSummaries, read: ReadBytes) {
    this.#load = load
    this.#read = read
  }

  take(saga: string, seen: Seen): void {
    const known = this.#known.get(saga)
    if (known || begins(seen)) this.#fold(saga, known, seen)
    else this.#waiting.set(saga, [...(this.#waiting.get(saga) ?? []), seen])
  }

  /** Loads what waits. @returns the sagas of which there may be something new to take */
  async load(): Promise<readonly string[]> {
    if (this.#isLoading || this.#waiting.size === 0) return []
    this.#isLoading = true
    const ids = [...this.#waiting.keys()]
    try {
      const loaded = new Map((await this.#load(ids)).map((summary) => [summary.reservationId, summary]))
      for (const id of ids) this.#begin(id, loaded.get(id))
      return ids
    } finally {
      this.#isLoading = false
    }
  }

  /** Sagas that wait longer than they should, as the last look found them. */
  mark(stuck: ReadonlySet<string>): void {
    for (const id of [...stuck, ...this.#stuck]) {
      if (stuck.has(id) === this.#stuck.has(id)) continue
      if (this.#known.has(id)) this.#changed.add(id)
      else if (!this.#waiting.has(id)) this.#waiting.set(id, [])
    }
    this.#stuck = stuck
  }

  get hasChanged(): boolean {
    return this.#changed.size > 0
  }

  /** Those that changed, at most so many, the longest waiting first; the others are taken next time. */
  takeChanged(most: number): SagaSummary[] {
    const items: SagaSummary[] = []
    for (const id of this.#changed) {
      if (items.length === most) break
      this.#changed.delete(id)
      const known = this.of(id)
      if (known) items.push(known)
    }
    return items
  }

  of(saga: string): SagaSummary | undefined {
    const known = this.#known.get(saga)
    return known && this.#marked(known)
  }

  #marked(known: SagaSummary): SagaSummary {
    return { ...known, stuck: known.status === 'open' && this.#stuck.has(known.reservationId) }
  }

  #begin(saga: string, loaded: SagaSummary | undefined): void {
    const events = this.#waiting.get(saga) ?? []
    this.#waiting.delete(saga)
    if (loaded) this.#keep(saga, loaded)
    for (const seen of events) this.#fold(saga, this.#known.get(saga), seen)
  }

  #fold(saga: string, known: SagaSummary | undefined, seen: Seen): void {
    const { type, record } = seen
    const data = isTelling(type) ? this.#read(record.headers.ce_type ?? '', record.value)?.data : undefined
    this.#keep(saga, withEvent(known, saga, seen, data as SummaryData | undefined))
  }

  #keep(saga: string, summary: SagaSummary): void {
    this.#known.delete(saga)
    this.#known.set(saga, summary)
    this.#changed.add(saga)
    if (this.#known.size > MAX_KNOWN) this.#forget()
  }

  #forget(): void {
    const [oldest] = this.#known.keys()
    if (oldest === undefined) return
    this.#known.delete(oldest)
    this.#changed.delete(oldest)
  }
}

const begins = ({ type }: Seen): boolean => type === 'ReservationHeld' || type === 'ReservationRejected'
