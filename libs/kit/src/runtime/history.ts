import { aggregateOf } from '../model/plan.ts'
import type { Parts } from './parts.ts'
import type { EncodedEvent } from './store.ts'

/** Events read at a time. */
const PAGE = 500
/** The last events of a history are kept; its state and its sub-states are folded from all. */
const MAX_EVENTS = 500

/** How much of a stream: up to a version, or up to a moment (RFC 3339). Default: all of it. */
export interface Until {
  readonly version?: number
  readonly at?: string
}

export interface PastEvent extends Omit<EncodedEvent, 'bytes'> {
  /** Absent for a private event, and where this program does not know the schema. */
  readonly schemaVersion?: number
}

/** A stream as of a moment, folded from its events and never from its snapshot. */
export interface History {
  readonly aggregate: string
  readonly version: number
  readonly state: unknown
  /** Those that the listed events change, by key; empty for an aggregate without any. */
  readonly substates: Readonly<Record<string, unknown>>
  /** The last ones, oldest first. */
  readonly events: readonly PastEvent[]
}

/** @returns undefined if the stream had no events then */
export async function readHistory(
  parts: Pick<Parts, 'service' | 'store' | 'codec'>,
  stream: string,
  until: Until,
): Promise<History | undefined> {
  let fold: Fold | undefined
  for (;;) {
    const page = await parts.store.eventsAfter(stream, fold?.version ?? 0, PAGE)
    for (const encoded of page) {
      if (isBeyond(encoded, until)) return fold?.history
      fold ??= new Fold(parts, encoded.aggregate)
      fold.add(await decoded(parts, encoded))
    }
    if (page.length < PAGE) return fold?.history
  }
}

const isBeyond = ({ version, time }: EncodedEvent, until: Until): boolean =>
  (until.version !== undefined && version > until.version) ||
  (until.at !== undefined && Date.parse(time) > Date.parse(until.at))

async function decoded({ codec }: Pick<Parts, 'codec'>, encoded: EncodedEvent): Promise<PastEvent> {
  const { bytes, ...event } = encoded
  if (!event.published) return { ...event, data: JSON.parse(bytes.toString()) as object }
  await codec.prepare(bytes)
  const schemaVersion = codec.versionOf(bytes)
  const data = codec.decode(event.type, bytes) as object
  return { ...event, data, ...(schemaVersion !== undefined && { schemaVersion }) }
}

class Fold {
  readonly #aggregate: ReturnType<typeof aggregateOf>
  readonly #substates = new Map<string, unknown>()
  readonly #events: PastEvent[] = []
  #state: unknown
  version = 0

  constructor({ service }: Pick<Parts, 'service'>, aggregate: string) {
    this.#aggregate = aggregateOf(service, aggregate)
    this.#state = this.#aggregate.initialState
  }

  add(event: PastEvent): void {
    const { substates } = this.#aggregate
    this.#state = this.#aggregate.evolve(this.#state, event, event.time)
    const key = substates?.ofEvent(event)
    if (substates && key !== undefined)
      this.#substates.set(key, substates.evolve(this.#substates.get(key) ?? substates.initialState, event))
    this.version = event.version
    this.#events.push(event)
    if (this.#events.length > MAX_EVENTS) this.#events.shift()
  }

  get history(): History {
    const keys = new Set(this.#events.map((event) => this.#aggregate.substates?.ofEvent(event)))
    return {
      aggregate: this.#aggregate.name,
      version: this.version,
      state: this.#state,
      substates: Object.fromEntries([...this.#substates].filter(([key]) => keys.has(key))),
      events: this.#events,
    }
  }
}
