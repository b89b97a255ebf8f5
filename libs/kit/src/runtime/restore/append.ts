import type { AnyCommand, RecordedEvent } from '../../model/event.ts'
import { type Needs, noNeeds } from '../../model/plan.ts'
import { ownerOf, pendingOf } from '../../model/service.ts'
import { Streams } from '../../model/streams.ts'
import { pairKey, UnitOfWork } from '../../model/unit-of-work.ts'
import { contextOf, untilLoaded } from '../batch.ts'
import type { EncodedEvent, Transaction } from '../store.ts'
import type { OwnRecord } from './own-record.ts'
import { type RestoreParts, RestoreRefused } from './parts.ts'

const PAGE_EVENTS = 1_000
/** Stands in for a command that nobody knows any more. */
const FORGOTTEN: AnyCommand = { type: 'Forgotten' }

/** An event from the topic, with its bytes. */
type Restored = RecordedEvent & { readonly bytes: Buffer }

/** Appends what the database lacks, in the order of time, a page in each transaction. */
export async function append(
  parts: RestoreParts,
  missing: readonly OwnRecord[],
  commands: ReadonlyMap<string, AnyCommand>,
): Promise<void> {
  const records = byTime(missing)
  for (let done = 0; done < records.length; done += PAGE_EVENTS) {
    const page: Restored[] = []
    for (const record of records.slice(done, done + PAGE_EVENTS)) page.push(await decoded(parts, record))
    await parts.store.transaction((transaction) => write(parts, transaction, page, commands))
    parts.onProgress({ doing: 'appending', done: done + page.length, total: records.length })
  }
}

/** Partitions have no order among each other: what one stream owes to another of the service shows in their times alone. */
function byTime(records: readonly OwnRecord[]): readonly OwnRecord[] {
  const latest = new Map<string, string>()
  const timed = records.map((record) => {
    const { ce_time = '' } = record.raw.headers
    if (ce_time > (latest.get(record.stream) ?? '')) latest.set(record.stream, ce_time)
    return { record, time: latest.get(record.stream) ?? '' }
  })
  timed.sort((one, other) => (one.time < other.time ? -1 : one.time > other.time ? 1 : 0))
  return timed.map(({ record }) => record)
}

async function decoded({ service, codec }: RestoreParts, record: OwnRecord): Promise<Restored> {
  const { stream, version, id, type, raw } = record
  const {
    ce_time: time = '',
    ce_correlationid: correlationId,
    ce_causationid: causationId = '',
    traceparent = '',
  } = raw.headers
  return {
    ...{ stream, version, id, type, time, correlationId, causationId, traceparent },
    aggregate: ownerOf(service, type).name,
    data: await dataOf(codec, record),
    bytes: raw.value,
  }
}

async function dataOf(codec: RestoreParts['codec'], { type, stream, version, raw }: OwnRecord): Promise<object> {
  try {
    await codec.prepare(raw.value)
    return codec.decode(type, raw.value) as object
  } catch (cause) {
    const { message } = cause as Error
    throw new RestoreRefused(`${type} of stream ${stream}, version ${version}, cannot be read: ${message}`, { cause })
  }
}

async function write(
  parts: RestoreParts,
  transaction: Transaction,
  page: readonly Restored[],
  commands: ReadonlyMap<string, AnyCommand>,
): Promise<void> {
  const unit = new UnitOfWork()
  await transaction.load(needsOf(parts, page), unit)
  await recallWith(parts, transaction, unit, page, commands)
  await transaction.write({ unit, events: encoded(unit, page), fromLog: true, acknowledged: [] })
}

/** Runs again for each row that the page reads beyond what was foreseen. */
function recallWith(
  parts: RestoreParts,
  transaction: Transaction,
  unit: UnitOfWork,
  page: readonly Restored[],
  commands: ReadonlyMap<string, AnyCommand>,
): Promise<void> {
  const context = contextOf(parts)
  const recall = (): void => {
    const streams = new Streams(parts.service, unit, context)
    for (const event of page) streams.recall(event, commands.get(event.stream) ?? FORGOTTEN)
  }
  return untilLoaded(unit, recall, (needs) => transaction.load(needs, unit))
}

function needsOf({ service }: RestoreParts, page: readonly Restored[]): Needs {
  const needs = noNeeds()
  for (const event of page) {
    const { substates, companion, name } = ownerOf(service, event.type)
    needs.snapshots.add(event.stream)
    const substate = substates?.ofEvent(event)
    if (substate !== undefined) needs.substates.add(pairKey(event.stream, substate))
    const other = companion?.ofEvent(event)
    if (other !== undefined) needs.snapshots.add(other)
    for (const pending of pendingOf(service, name)) needs.pending.add(pairKey(event.stream, pending.name))
  }
  return needs
}

/** Private events that follow from published ones have no bytes yet. */
function encoded(unit: UnitOfWork, page: readonly Restored[]): EncodedEvent[] {
  const known = new Map(page.map(({ id, bytes }) => [id, bytes]))
  return unit.events.map(({ bytes: _, ...event }: RecordedEvent & { bytes?: Buffer }) => {
    const bytes = known.get(event.id)
    return { ...event, published: bytes !== undefined, bytes: bytes ?? Buffer.from(JSON.stringify(event.data)) }
  })
}
