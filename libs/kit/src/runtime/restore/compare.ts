import type { OutboxEntry } from '../store.ts'
import { WAL_MARK } from '../wal.ts'
import { InOrder } from './in-order.ts'
import { type OwnRecord, ownRecordOf } from './own-record.ts'
import { type RestoreParts, RestoreRefused } from './parts.ts'
import { readAll } from './read-all.ts'

const PAGE_EVENTS = 1_000
/** All of them: nobody else publishes meanwhile. */
const OUTBOX = { minAgeMs: -60_000, limit: 1_000_000 }
const SHOWN = 3

/** What the database and the topic know of the service's published events. */
export interface Compared {
  /** Number of events that the database has. */
  readonly had: number
  /** What the topic has and the database lacks: each stream's events once and in order. */
  readonly missing: readonly OwnRecord[]
  /** Streams of those, with what caused the first event of each. */
  readonly causes: ReadonlyMap<string, string>
  /** Ids of events after the mark of the write-ahead log that the topic lacks. */
  readonly afterMark: readonly string[]
}

/** Ids of events, by stream; that of version n stands at n − 1. */
type Ids = Map<string, (string | undefined)[]>

/**
 * Holds the database against the topic.
 * @throws RestoreRefused where their histories differ, the topic has lost what the database published, or has a gap
 */
export async function compare(parts: RestoreParts, topic: string): Promise<Compared> {
  const { service, store } = parts
  const [stored, unpublished] = [await storedIds(parts), (await store.unpublished(OUTBOX.minAgeMs, OUTBOX.limit)) ?? []]
  const afterMark = await store.afterMark(WAL_MARK)
  const onTopic: Ids = new Map()
  const inOrder = new InOrder<OwnRecord>([...stored].map(([stream, { length }]) => [stream, length] as const))
  const missing: OwnRecord[] = []
  const causes = new Map<string, string>()
  const faults: string[] = []
  await readAll(parts, 'comparing', [topic], async (records) => {
    for (const raw of records) {
      const record = ownRecordOf(service, raw)
      if (!record) continue
      const known = stored.get(record.stream)?.[record.version - 1] ?? onTopic.get(record.stream)?.[record.version - 1]
      if (known !== undefined && known !== record.id) faults.push(forkAt(record, known, stored))
      note(onTopic, record.stream, record.version, record.id)
      missing.push(...inOrder.take(record.stream, record))
      if (record.version === 1) causes.set(record.stream, raw.headers.ce_causationid ?? '')
    }
  })
  const pending = new Set([...afterMark, ...unpublished.flatMap(({ events }) => events)].map(({ id }) => id))
  refuse(`${service.name} and ${topic} have different histories`, faults)
  refuse(`${topic} is behind the database of ${service.name}`, lostIn(topic, stored, onTopic, pending))
  refuse(`${topic} has lost events`, gapsIn(stored, onTopic))
  await acknowledge(parts, unpublished, onTopic)
  const behind = new Set(missing.map(({ stream }) => stream))
  for (const stream of causes.keys()) if (!behind.has(stream)) causes.delete(stream)
  const open = afterMark.filter(({ stream, version }) => onTopic.get(stream)?.[version - 1] === undefined)
  const had = [...stored.values()].reduce((sum, { length }) => sum + length, 0)
  return { had, missing, causes, afterMark: open.map(({ id }) => id) }
}

async function storedIds({ store }: RestoreParts): Promise<Ids> {
  const ids: Ids = new Map()
  for await (const events of store.published(PAGE_EVENTS))
    for (const { stream, version, id } of events) note(ids, stream, version, id)
  return ids
}

function note(ids: Ids, stream: string, version: number, id: string): void {
  const known = ids.get(stream)
  if (known) known[version - 1] ??= id
  else ids.set(stream, Object.assign([], { [version - 1]: id }))
}

const forkAt = ({ stream, version, id, type, raw }: OwnRecord, known: string, stored: Ids): string => {
  const { partition, offset } = raw
  const where = stored.get(stream)?.[version - 1] === known ? 'in the database' : 'there as well'
  return `stream ${stream}, version ${version}: ${type} ${id} on the topic (partition ${partition}, offset ${offset}), and event ${known} ${where}`
}

/** What the database has published and the topic does not have; not what it has still to publish. */
function* lostIn(topic: string, stored: Ids, onTopic: Ids, pending: ReadonlySet<string>): Generator<string> {
  for (const [stream, ids] of stored)
    for (const [index, id] of ids.entries())
      if (id !== undefined && !pending.has(id) && onTopic.get(stream)?.[index] === undefined)
        yield `stream ${stream}, version ${index + 1}: event ${id} was published and is not on ${topic}`
}

function* gapsIn(stored: Ids, onTopic: Ids): Generator<string> {
  for (const [stream, ids] of onTopic) {
    // A hole of the array is visited, too.
    const gap = Array.from(ids).findIndex((id, index) => (id ?? stored.get(stream)?.[index]) === undefined)
    if (gap >= 0)
      yield `stream ${stream}: version ${ids.length} is there, version ${gap + 1} is not, nor has the database it`
  }
}

function refuse(what: string, faults: Iterable<string>): void {
  const all = [...faults]
  if (all.length === 0) return
  const more = all.length > SHOWN ? [`... and ${all.length - SHOWN} more`] : []
  throw new RestoreRefused([`${what}:`, ...all.slice(0, SHOWN), ...more].join('\n  '))
}

/** What a backup has still to publish may have been published since. */
async function acknowledge({ store }: RestoreParts, unpublished: readonly OutboxEntry[], onTopic: Ids): Promise<void> {
  const isThere = ({ events }: OutboxEntry): boolean =>
    events.every(({ stream, version }) => onTopic.get(stream)?.[version - 1] !== undefined)
  const ids = unpublished.filter(isThere).map(({ id }) => id)
  if (ids.length > 0) await store.acknowledge(ids)
}
