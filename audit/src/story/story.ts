import { orderIdOf, sourceOf } from '@bistro/events'
import type { Lack, Standing } from '@bistro/oracle'
import type { ServiceName } from '@bistro/services'
import type { Access } from '../access.ts'
import { reasonOf } from '../collect/away.ts'
import { type Decode, type Decoded, openDecoder } from '../collect/codec.ts'
import type { Databases } from '../collect/databases.ts'
import { Gates } from '../collect/gates.ts'
import { readLacks } from '../collect/health.ts'
import type { Snapshot } from '../collect/snapshot.ts'
import { parkedIn, pendingIn } from '../collect/standing.ts'
import { type Waiting, waitingIn } from '../waiting/waiting.ts'
import { undoneBy } from './undone.ts'

/** One event of a saga, as it is stored. */
export interface StoryEvent {
  readonly service: ServiceName
  readonly stream: string
  readonly version: number
  readonly id: string
  readonly causationId: string
  readonly type: string
  readonly timeMs: number
  readonly said: Decoded
  /** The steps before it that it undoes. */
  readonly compensates: readonly string[]
}

export interface StreamState {
  readonly service: ServiceName
  readonly version: number
  readonly status: string
}

/** Everything that is known of one saga. */
export interface Story {
  readonly sagaId: string
  readonly nowMs: number
  /** By time. */
  readonly events: readonly StoryEvent[]
  readonly states: readonly StreamState[]
  readonly waitingFor: readonly Waiting[]
  /** Databases that do not respond: their content is unknown. */
  readonly unseen: readonly Lack[]
}

interface Row extends Omit<StoryEvent, 'service' | 'timeMs' | 'said' | 'causationId' | 'compensates'> {
  readonly time: Date
  readonly cause: string
  readonly published: boolean
  readonly bytes: Buffer
}

const EVENTS = `select stream, version, id, causation_id as cause, type, time, published, bytes from events
  where ($1::uuid[] is null or stream = any($1)) and correlation_id = $2 order by version`
const STATE = 'select version, state from streams where stream = $1'
const ENTRY = 'select state from entries where stream = $1 and key = $2'

/** Reads one saga from the databases that respond. */
export async function readStory(access: Access, databases: Databases, sagaId: string): Promise<Story> {
  const decode = openDecoder(access)
  const nowMs = Date.now()
  const own = await eventsIn(databases, [sagaId, orderIdOf(sagaId)], sagaId, decode)
  const account = await eventsIn(pick(databases, 'customer'), customerIn(own), sagaId, decode)
  const events = [...own, ...account].sort((a, b) => a.timeMs - b.timeMs || a.version - b.version)
  const lacks = [...(await readLacks(access)), ...databases.lacks]
  const standing = await standingOf(databases, [...new Set(events.map(({ stream }) => stream))], { nowMs, lacks })
  return {
    sagaId,
    nowMs,
    events: events.map((event) => ({ ...event, compensates: undoneBy(event, events) })),
    states: await statesOf(databases, events),
    waitingFor: waitingIn(standing)(events),
    unseen: databases.lacks,
  }
}

type Told = Omit<StoryEvent, 'compensates'>

const pick = ({ open }: Databases, service: ServiceName): Pick<Databases, 'open'> => ({
  open: new Map([...open].filter(([name]) => name === service)),
})

/** @param streams if they are known; without them, all events are searched */
async function eventsIn(
  { open }: Pick<Databases, 'open'>,
  streams: readonly string[] | undefined,
  sagaId: string,
  decode: Decode,
): Promise<Told[]> {
  const perService = [...open].map(async ([service, snapshot]): Promise<Told[]> => {
    const rows = await snapshot.all<Row>(EVENTS, [streams ?? null, sagaId])
    return Promise.all(
      rows.map(async ({ time, cause: causationId, published, bytes, ...row }) => {
        const said = published ? await decode(row.type, bytes) : privately(bytes)
        return { ...row, service, causationId, timeMs: time.getTime(), said }
      }),
    )
  })
  return (await Promise.all(perService)).flat()
}

/** What a service keeps to itself is stored as JSON. */
function privately(bytes: Buffer): Decoded {
  try {
    return { data: JSON.parse(bytes.toString()) as object }
  } catch (error) {
    return { undecoded: reasonOf(error) }
  }
}

/** The account's stream, if an event that names it can be decoded. */
function customerIn(events: readonly Told[]): string[] | undefined {
  const ids = events.map(({ said }) => ('data' in said ? (said.data as { customerId?: string }).customerId : undefined))
  const customerId = ids.find((id) => id !== undefined)
  return customerId === undefined ? undefined : [customerId]
}

/** The pending and parked work of some streams, from the databases that respond. */
async function standingOf(
  { open }: Databases,
  streams: readonly string[],
  rest: Pick<Standing, 'nowMs' | 'lacks'>,
): Promise<Standing> {
  const each = <T>(read: (snapshot: Snapshot) => Promise<T>) => Promise.all([...open.values()].map(read))
  const gates = new Map<ServiceName, Gates>()
  await each(async (snapshot) => gates.set(snapshot.service, await Gates.of(snapshot, streams)))
  return {
    ...rest,
    pending: (await each((snapshot) => pendingIn(snapshot, streams))).flat(),
    parked: (await each((snapshot) => parkedIn(snapshot, streams))).flat(),
    hasRead: (reader, { service, stream, version }) => gates.get(reader)?.hasPassed(sourceOf(service), stream, version),
  }
}

async function statesOf({ open }: Databases, events: readonly Told[]): Promise<StreamState[]> {
  const streams = new Map(events.map(({ service, stream }) => [service, stream]))
  const states = [...streams].map(async ([service, stream]): Promise<StreamState[]> => {
    const snapshot = open.get(service)
    const [head] = (await snapshot?.all<{ version: number; state: { status?: string } }>(STATE, [stream])) ?? []
    if (!head) return []
    // An account belongs to many sagas: only the credit of this order belongs to this saga.
    const orderId = events.find((event) => event.service === 'order')?.stream
    const [entry] = (await snapshot?.all<{ state: { credit?: string } }>(ENTRY, [stream, orderId ?? ''])) ?? []
    const status = head.state.status ?? (entry?.state.credit ? `credit ${entry.state.credit}` : 'no status')
    return [{ service, version: head.version, status }]
  })
  return (await Promise.all(states)).flat()
}
