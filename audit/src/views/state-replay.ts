import type { Service } from '@bistro/kit'
import type { StoredEvent } from '../collect/stored.ts'
import { isSame } from './rows.ts'
import type { RowDifference } from './view-replay.ts'

interface Head {
  readonly version: number
  readonly state: unknown
}

/** The states that are kept beside the events of one service, folded again from the events. */
export class StateReplay {
  readonly #aggregates: ReadonlyMap<string, Service['aggregates'][number]>
  readonly #heads = new Map<string, Head>()
  readonly #entries = new Map<string, unknown>()

  constructor({ aggregates }: Pick<Service, 'aggregates'>) {
    this.#aggregates = new Map(aggregates.map((aggregate) => [aggregate.name, aggregate]))
  }

  apply({ aggregate: name, stream, version, type, time }: StoredEvent, data: object): void {
    const aggregate = this.#aggregates.get(name)
    if (!aggregate) return
    const event = { type, data }
    const before = this.#heads.get(stream)?.state ?? aggregate.initialState
    this.#heads.set(stream, { version, state: aggregate.evolve(before, event, time.toISOString()) })
    const entry = aggregate.entries?.ofEvent(event)
    if (!aggregate.entries || entry === undefined) return
    const key = `${stream} ${entry}`
    const known = this.#entries.get(key) ?? aggregate.entries.initialState
    this.#entries.set(key, aggregate.entries.evolve(known, event))
  }

  /** Each live row is compared once; `missing` tells of the rest. */
  compareHead(stream: string, live: Head): RowDifference[] {
    const expected = this.#heads.get(stream)
    this.#heads.delete(stream)
    if (!expected) return [{ key: stream, detail: 'a state that no event has made' }]
    if (expected.version !== live.version)
      return [{ key: stream, detail: `at version ${live.version}, its events end at ${expected.version}` }]
    return isSame(expected.state, live.state) ? [] : [{ key: stream, detail: 'not the fold of its events' }]
  }

  compareEntry(stream: string, entry: string, live: unknown): RowDifference[] {
    const key = `${stream} ${entry}`
    const expected = this.#entries.get(key)
    this.#entries.delete(key)
    return isSame(expected, live) ? [] : [{ key, detail: 'not the fold of its events' }]
  }

  get missing(): RowDifference[] {
    return [...this.#heads.keys(), ...this.#entries.keys()].map((key) => ({ key, detail: 'a state is missing' }))
  }
}
