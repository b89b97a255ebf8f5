import type { Faults } from '@bistro/gateway/contract'
import { FakeActions } from './actions.ts'
import { reservationId } from './data/ids.ts'
import { NO_FAULTS } from './data/overview.ts'
import { type Saga, sagaOf, someSagas } from './data/sagas.ts'
import type { StoryName } from './data/stories.ts'

const FIRST_LIVE = 1_000_000

/** What a test may set: everything works, no saga has begun, nothing is answered, every answer is an error, the saga view is away. */
export type Mode = 'works' | 'empty' | 'slow' | 'error' | 'no view'

/** All that the fake knows. The events of a saga follow from its story, its start and the time. */
export class FakeState {
  readonly sagas: Saga[]
  readonly customers = new Map<string, { postcode: string; creditLimit: number }>()
  readonly partitions = new Map<string, number>()
  readonly stopped = new Set<string>()
  /** What was asked with a method other than GET, for tests. */
  readonly writes: { method: string; path: string; body: unknown }[] = []
  readonly actions = new FakeActions()
  mode: Mode = 'works'
  faults: Faults = NO_FAULTS
  extra: Record<string, unknown> = {}
  #next = FIRST_LIVE

  constructor(count: number, nowMs = Date.now()) {
    this.sagas = someSagas(count, nowMs)
  }

  /** Newest first. */
  get shown(): readonly Saga[] {
    return this.mode === 'empty' ? [] : this.sagas
  }

  idOf(number: number): string {
    return reservationId(number)
  }

  start(story: StoryName, given: Partial<Saga> = {}): Saga {
    const saga = sagaOf(this.#next++, story, Date.now(), given)
    this.sagas.unshift(saga)
    return saga
  }
}
