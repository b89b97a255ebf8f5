import { customerId, eveningId, orderId, reservationId } from './ids.ts'
import type { StoryName } from './stories.ts'

/** A made-up saga: all of it follows from its number, its story and its start. */
export interface Saga {
  readonly number: number
  readonly story: StoryName
  readonly startedMs: number
  readonly customer: string
  readonly evening: string
}

export const sagaOf = (number: number, story: StoryName, startedMs: number, given: Partial<Saga> = {}): Saga => ({
  number,
  story,
  startedMs,
  customer: customerId(number),
  evening: eveningId(number),
  ...given,
})

const MINUTE = 60_000

/** One of each kind, the youngest first: numbers are fixed, so that tests and people find them. */
const SPECIAL: readonly (readonly [StoryName, agoMs: number])[] = [
  ['consumer behind', 14_000],
  ['provider down', 26_000],
  ['parked', 95_000],
  ['no reason', 70_000],
  ['refund refused', 4 * MINUTE],
  ['delivered', 3 * MINUTE],
  ['declined', 3.5 * MINUTE],
  ['not served', 5 * MINUTE],
  ['lost twice', 6 * MINUTE],
  ['unreachable', 7 * MINUTE],
  ['never', 8 * MINUTE],
  ['expired', 9 * MINUTE],
  ['guest cancels', 10 * MINUTE],
  ['credit refused', 11 * MINUTE],
  ['rejected', 12 * MINUTE],
  ['long', 21 * MINUTE],
]
const ORDINARY: readonly StoryName[] = [
  'delivered',
  'delivered',
  'delivered',
  'declined',
  'delivered',
  'not served',
  'rejected',
]
const FIRST_ORDINARY = 100

export const special = (story: StoryName): string => reservationId(SPECIAL.findIndex(([name]) => name === story) + 1)

/** `count` sagas before `nowMs`, newest first. */
export function someSagas(count: number, nowMs: number): Saga[] {
  const odd = SPECIAL.map(([story, agoMs], index) => sagaOf(index + 1, story, nowMs - agoMs))
  const plain = Array.from({ length: Math.max(0, count - odd.length) }, (_, index) =>
    sagaOf(FIRST_ORDINARY + index, ORDINARY[index % ORDINARY.length]!, nowMs - 13 * MINUTE - index * 900),
  )
  return [...odd, ...plain].slice(0, count).sort((a, b) => b.startedMs - a.startedMs)
}

export const has = (saga: Saga, q: string): boolean =>
  [reservationId(saga.number), orderId(saga.number), saga.customer, saga.evening].some((id) => id.includes(q))
