import type { Message } from './event.ts'
import { CLOSED_GATE, type Gate } from './gate.ts'
import { foldOf } from './service.ts'
import { type AnyFold, type AnyView, keyIn, type Row, rowFrom } from './view.ts'

/** An event for a view that is built again. */
export type Replayed = Pick<Message, 'gate' | 'version' | 'id' | 'type' | 'data'>

/** How far the streams of some events have been taken, by gate. */
export interface Reached {
  readonly built: ReadonlyMap<string, number>
  readonly live: ReadonlyMap<string, Gate>
}

interface Sequence {
  /** To be folded, in this order. */
  readonly next: readonly Replayed[]
  /** To be tried again later. */
  readonly rest: readonly Replayed[]
}

/**
 * Which events a replicated view takes now: those that the live view has taken, each stream's in order and once.
 * @param overGaps nothing older will come: a missing version was skipped by an operator
 */
export function sequence(events: readonly Replayed[], reached: Reached, overGaps: boolean): Sequence {
  const sequencer = new Sequencer(reached)
  for (const event of events) sequencer.add(event)
  if (overGaps) sequencer.passGaps()
  return { next: sequencer.next, rest: sequencer.rest }
}

class Sequencer {
  readonly next: Replayed[] = []
  readonly #at: Map<string, number>
  readonly #live: Reached['live']
  /** Events that wait, by gate and version. */
  readonly #ahead = new Map<string, Map<number, Replayed>>()

  constructor({ built, live }: Reached) {
    this.#at = new Map(built)
    this.#live = live
  }

  get rest(): Replayed[] {
    return [...this.#ahead.values()].flatMap((waiting) => [...waiting.values()])
  }

  add(event: Replayed): void {
    const { gate, version, id } = event
    const live = this.#liveAt(gate)
    const isDivergent = version === live.version && id !== live.eventId
    if (version <= this.#builtAt(gate) || isDivergent) return
    const waiting = this.#ahead.get(gate) ?? new Map<number, Replayed>()
    this.#ahead.set(gate, waiting)
    if (!waiting.has(version)) waiting.set(version, event)
    while (this.#take(waiting.get(this.#builtAt(gate) + 1), waiting));
  }

  passGaps(): void {
    for (const waiting of this.#ahead.values()) while (this.#take(waiting.get(Math.min(...waiting.keys())), waiting));
  }

  #take(event: Replayed | undefined, waiting: Map<number, Replayed>): boolean {
    if (!event || event.version > this.#liveAt(event.gate).version) return false
    waiting.delete(event.version)
    this.#at.set(event.gate, event.version)
    this.next.push(event)
    return true
  }

  #builtAt(gate: string): number {
    return this.#at.get(gate) ?? 0
  }

  #liveAt(gate: string): Gate {
    return this.#live.get(gate) ?? CLOSED_GATE
  }
}

/** The rows that the events change. */
export const keysOf = (view: AnyView, events: readonly Replayed[]): string[] => [
  ...new Set(events.flatMap((event) => changeBy(view, event)?.key ?? [])),
]

/** @param rows those of `keysOf`, null where there is none @returns the rows after the events */
export function foldRows(
  view: AnyView,
  events: readonly Replayed[],
  rows: ReadonlyMap<string, Row | null>,
): Map<string, Row | null> {
  const after = new Map<string, Row | null>()
  for (const event of events) {
    const change = changeBy(view, event)
    if (!change) continue
    const { key, fold, data } = change
    const before = after.has(key) ? after.get(key) : rows.get(key)
    const row = attempt(() => rowFrom(fold, view.source === 'own' ? null : (before ?? null), data))
    if (row !== undefined) after.set(key, row)
  }
  return after
}

function changeBy(view: AnyView, { type, data }: Replayed): { key: string; fold: AnyFold; data: object } | undefined {
  const fold = foldOf(view, type)
  if (!fold || !data) return undefined
  const key = attempt(() => keyIn(fold, data))
  return key === undefined ? undefined : { key, fold, data }
}

/** An event that a fold throws for was parked and skipped: the live view has not taken it either. */
function attempt<T>(work: () => T): T | undefined {
  try {
    return work()
  } catch {
    return undefined
  }
}
