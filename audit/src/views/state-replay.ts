import type { Service } from '@bistro/kit'
import type { StoredEvent } from '../collect/stored.ts'
import { isSame } from './rows.ts'
import type { RowDifference } from './view-replay.ts'

interface Head {
  readonly version: number
  readonly state: unknown
}

/** The stored states of one service (snapshots and substates), replayed from its events. */
export class StateReplay {
  readonly #aggregates: ReadonlyMap<string, Service['aggregates'][number]>
  readonly #snapshots = new Map<string, Head>()
  readonly #substates = new Map<string, unknown>()

  constructor({ aggregates }: Pick<Service, 'aggregates'>) {
    this.#aggregates = new Map(aggregates.map((aggregate) => [aggregate.name, aggregate]))
  }

  apply({ aggregate: name, stream, version, type, time }: StoredEvent, data: object): void {
    const aggregate = this.#aggregates.get(name)
    if (!aggregate) return
    const event = { type, data }
    const before = this.#snapshots.get(stream)?.state ?? aggregate.initialState
    this.#snapshots.set(stream, { version, state: aggregate.evolve(before, event, time.toISOString()) })
    const substate = aggregate.substates?.ofEvent(event)
    if (!aggregate.substates || substate === undefined) return
    const key = `${stream} ${substate}`
    const known = this.#substates.get(key) ?? aggregate.substates.initialState
    this.#substates.set(key, aggregate.substates.evolve(known, event))
  }

  /** Each live row is compared once; `missing` returns the states without a live row. */
  compareSnapshot(stream: string, live: Head): RowDifference[] {
    const expected = this.#snapshots.get(stream)
    this.#snapshots.delete(stream)
    if (!expected) return [{ key: stream, detail: 'no event made this state' }]
    if (expected.version !== live.version)
      return [
        {
          key: stream,
          detail: `the state is at version ${live.version}, but its events end at version ${expected.version}`,
        },
      ]
    return isSame(expected.state, live.state)
      ? []
      : [{ key: stream, detail: 'the state differs from the replay of its events' }]
  }

  compareSubstate(stream: string, substate: string, live: unknown): RowDifference[] {
    const key = `${stream} ${substate}`
    const expected = this.#substates.get(key)
    this.#substates.delete(key)
    return isSame(expected, live) ? [] : [{ key, detail: 'the state differs from the replay of its events' }]
  }

  get missing(): RowDifference[] {
    return [...this.#snapshots.keys(), ...this.#substates.keys()].map((key) => ({
      key,
      detail: 'the state is missing',
    }))
  }
}
