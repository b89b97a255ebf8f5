import type { Facts, Standing } from '@bistro/oracle'
import { ENDING_EVENTS } from '@bistro/oracle'
import { type Happened, type Waiting, waitingIn } from './waiting.ts'

/** A saga that has not ended, or that still has work to be done. */
export interface Unfinished {
  readonly sagaId: string
  readonly startedMs: number
  readonly last: Happened
  readonly waitingFor: readonly Waiting[]
}

/** Oldest first. */
export function unfinishedIn({ sagas, ...standing }: Standing & Pick<Facts, 'sagas'>): Unfinished[] {
  return unfinishedOf(
    standing,
    [...sagas.values()].map(({ id, facts }) => [id, facts] as const),
  )
}

/** @param sagas the events of each, by its id */
export function unfinishedOf(
  standing: Standing,
  sagas: Iterable<readonly [string, readonly Happened[]]>,
): Unfinished[] {
  const waitingOf = waitingIn(standing)
  const found: Unfinished[] = []
  for (const [sagaId, events] of sagas) {
    const waitingFor = waitingOf(events)
    if (waitingFor.length === 0 && events.some(({ type }) => ENDING_EVENTS.includes(type))) continue
    const inTime = events.toSorted((a, b) => a.timeMs - b.timeMs)
    const [first, last] = [inTime[0], inTime.at(-1)]
    if (first && last) found.push({ sagaId, startedMs: first.timeMs, last, waitingFor })
  }
  return found.sort((a, b) => a.startedMs - b.startedMs)
}
