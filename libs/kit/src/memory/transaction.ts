import { isImmediate } from '../model/pending.ts'
import type { Needs } from '../model/plan.ts'
import {
  type Change,
  type ParkedAt,
  type ParkedMessage,
  type PendingRow,
  placeOf,
  type Table,
  type UnitOfWork,
} from '../model/unit-of-work.ts'
import {
  type Changes,
  type Committed,
  LEASE_MS,
  StoreConflict,
  type StoredParked,
  type Transaction,
  waitsFor,
} from '../runtime/store.ts'
import type { Aged, Tables } from './tables.ts'

/** Optimistic: writes only if the loaded rows have not changed. */
export function transactionOn(tables: Tables): Transaction {
  return {
    load: async (needs, unit) => load(tables, needs, unit),
    write: async (changes) => {
      if (tables.isStill) await tables.mayWrite()
      return write(tables, changes)
    },
  }
}

function load(tables: Tables, needs: Needs, unit: UnitOfWork): StoredParked[] {
  fill(unit.gates, needs.gates, tables.gates)
  fill(unit.snapshots, needs.snapshots, tables.snapshots)
  for (const stream of needs.snapshots) {
    const link = tables.snapshots.get(stream)?.link
    if (link !== undefined && !unit.snapshots.knows(link)) fill(unit.snapshots, [link], tables.snapshots)
  }
  fill(unit.substates, needs.substates, tables.substates)
  fill(unit.rows, needs.rowsToChange, tables.rows)
  fill(unit.rows, needs.rowsToRead, tables.rows)
  for (const key of needs.pending) unit.pending.load(key, tables.pending.get(key)?.row ?? null)
  for (const key of needs.answers) unit.answers.load(key, tables.answers.get(key)?.value ?? null)
  if (needs.parkedPlaces.size > 0) lookAtPlaces(tables, needs.parkedPlaces, unit)
  for (const key of [...needs.parkedOfGates, ...needs.parkedForRows]) unit.searched.add(key)
  return [...tables.parked.values()].filter(({ value }) => isWanted(value, needs)).map(toStored)
}

function lookAtPlaces(tables: Tables, places: Set<string>, unit: UnitOfWork): void {
  const parked = [...tables.parked.values()].map(({ value }) => value)
  const byPlace = Map.groupBy(parked, ({ message }) => placeOf(message))
  for (const place of places) unit.parkedPlaces.set(place, (byPlace.get(place) ?? []).map(parkedAt))
}

const parkedAt = ({ id, reason, message }: ParkedMessage): ParkedAt => ({
  id,
  reason,
  eventId: message.id,
  value: message.raw.value,
})

function fill<V>(table: Table<V>, keys: Iterable<string>, from: ReadonlyMap<string, V>): void {
  for (const key of keys) table.load(key, from.get(key) ?? null)
}

function isWanted({ message, waitsFor }: ParkedMessage, needs: Needs): boolean {
  return needs.parkedOfGates.has(message.gate) || (waitsFor !== undefined && needs.parkedForRows.has(waitsFor))
}

export const toStored = ({ value: { id, reason, waitsFor: row, message }, at }: Aged<ParkedMessage>): StoredParked => ({
  id,
  reason,
  source: message.source,
  stream: message.stream,
  version: message.version,
  error: message.failure ?? '',
  since: new Date(at).toISOString(),
  ...waitsFor(reason, message.version, row),
  record: message.raw,
})

function write(tables: Tables, { unit, events, fromLog, acknowledged }: Changes): Committed {
  const [snapshots, gates, answers] = [unit.snapshots.changes(), unit.gates.changes(), unit.answers.changes()]
  const rows = unit.rows.changes()
  refuseStale(
    rows.filter(({ key }) => unit.rows.hasLoaded(key)),
    tables.rows,
    (one, other) => one === other,
  )
  refuseStale(snapshots, tables.snapshots, (one, other) => one.version === other.version)
  refuseStale(gates, tables.gates, (one, other) => one.version === other.version && one.waiting === other.waiting)
  for (const { key } of answers) if (tables.answers.has(key)) throw new StoreConflict('an answer is stored already')
  store(snapshots, tables.snapshots)
  store(gates, tables.gates)
  store(unit.substates.changes(), tables.substates)
  store(rows, tables.rows)
  storePending(unit.pending.changes(), tables)
  const at = tables.now()
  for (const { key, after } of answers) if (after) tables.answers.set(key, { value: after, at })
  for (const id of unit.unparked) tables.parked.delete(id)
  for (const message of unit.parked)
    if (!tables.parked.has(message.id)) tables.parked.set(message.id, { value: message, at })
  for (const id of acknowledged) tables.outbox.delete(id)
  tables.events.push(...events)
  tables.commands.push(...unit.commands)
  const published = fromLog ? [] : events.filter((event) => event.published)
  if (published.length === 0) return { outboxId: undefined }
  const id = String(++tables.lastOutboxId)
  tables.outbox.set(id, { value: { id, events: published }, at })
  return { outboxId: id }
}

function refuseStale<V>(
  changes: Change<V>[],
  table: ReadonlyMap<string, V>,
  isSame: (one: V, other: V) => boolean,
): void {
  for (const { key, before } of changes) {
    const now = table.get(key)
    if (now && before ? !isSame(now, before) : Boolean(now) !== Boolean(before))
      throw new StoreConflict(`${key} has changed since it was loaded`)
  }
}

function store<V>(changes: Change<V>[], table: Map<string, V>): void {
  for (const { key, after } of changes)
    if (after === null) table.delete(key)
    else table.set(key, after)
}

function storePending(changes: Change<PendingRow>[], tables: Tables): void {
  for (const { key, after } of changes) {
    if (!after) {
      tables.pending.delete(key)
      continue
    }
    const immediate = isImmediate(after)
    const dueAt =
      'at' in after.due ? Date.parse(after.due.at) : tables.now() + (immediate ? LEASE_MS : after.due.afterMs)
    tables.pending.set(key, { row: { ...after, attempt: immediate ? 1 : 0 }, dueAt, since: tables.now() })
  }
}
