import type { AnyCommand, RecordedEvent } from '../../model/event.ts'
import { type Needs, noNeeds } from '../../model/plan.ts'
import { ownerOf, pendingOf } from '../../model/service.ts'
import { Streams } from '../../model/streams.ts'
import { NotLoaded, pairKey, UnitOfWork } from '../../model/unit-of-work.ts'
import type { EncodedEvent, Transaction } from '../store.ts'
import type { Compared } from './compare.ts'
import { InOrder } from './in-order.ts'
import { type OwnRecord, ownRecordOf } from './own-record.ts'
import { type RestoreParts, RestoreRefused } from './parts.ts'
import { readAll } from './read-all.ts'

const PAGE_EVENTS = 1_000
/** Stands in for a command that nobody knows any more. */
const FORGOTTEN: AnyCommand = { type: 'Forgotten' }

/** An event from the topic, with its bytes. */
type Restored = RecordedEvent & { readonly bytes: Buffer }

/** Appends what the database lacks, each stream's events in order, a page in each transaction. */
export async function append(
  parts: RestoreParts,
  topic: string,
  { stored, missing }: Compared,
  commands: ReadonlyMap<string, AnyCommand>,
): Promise<void> {
  if (missing === 0) return
  const inOrder = new InOrder<OwnRecord>(stored)
  let page: Restored[] = []
  const flush = async (): Promise<void> => {
    if (page.length > 0) await parts.store.transaction((transaction) => write(parts, transaction, page, commands))
    page = []
  }
  await readAll(parts, 'appending', [topic], async (records) => {
    for (const raw of records) {
      const record = ownRecordOf(parts.service, raw)
      for (const next of record ? inOrder.take(record.stream, record) : []) page.push(await decoded(parts, next))
      if (page.length >= PAGE_EVENTS) await flush()
    }
  })
  await flush()
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
async function recallWith(
  { service, random, clock }: RestoreParts,
  transaction: Transaction,
  unit: UnitOfWork,
  page: readonly Restored[],
  commands: ReadonlyMap<string, AnyCommand>,
): Promise<void> {
  const context = { now: new Date(clock.now()).toISOString(), newId: random.newId, newHex: random.newHex }
  for (;;) {
    try {
      const streams = new Streams(service, unit, context)
      for (const event of page) streams.recall(event, commands.get(event.stream) ?? FORGOTTEN)
      return
    } catch (error) {
      if (!(error instanceof NotLoaded)) throw error
      unit.forgetChanges()
      const kind = error.table === 'rows' ? 'rowsToChange' : error.table
      await transaction.load({ ...noNeeds(), [kind]: new Set([error.key]) }, unit)
    }
  }
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
