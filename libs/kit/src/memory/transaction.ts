import { isImmediate } from '../model/owed.ts'
import type { Needs } from '../model/plan.ts'
import {
  type Change,
  type OwedRow,
  type ParkedAt,
  type ParkedMessage,
  placeOf,
  type Table,
  type World,
} from '../model/world.ts'
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

/** Optimistic: what was loaded must still stand when it is written, or nothing is. */
export function transactionOn(tables: Tables): Transaction {
  return {
    load: async (needs, world) => load(tables, needs, world),
    write: async (changes) => write(tables, changes),
  }
}

function load(tables: Tables, needs: Needs, world: World): StoredParked[] {
  fill(world.gates, needs.gates, tables.gates)
  fill(world.heads, needs.heads, tables.heads)
  for (const stream of needs.heads) {
    const link = tables.heads.get(stream)?.link
    if (link !== undefined && !world.heads.knows(link)) fill(world.heads, [link], tables.heads)
  }
  fill(world.entries, needs.entries, tables.entries)
  fill(world.rows, needs.rowsToChange, tables.rows)
  fill(world.rows, needs.rowsToRead, tables.rows)
  for (const key of needs.owed) world.owed.load(key, tables.owed.get(key)?.row ?? null)
  for (const key of needs.answers) world.answers.load(key, tables.answers.get(key)?.value ?? null)
  if (needs.parkedPlaces.size > 0) lookAtPlaces(tables, needs.parkedPlaces, world)
  for (const key of [...needs.parkedOfGates, ...needs.parkedForRows]) world.searched.add(key)
  return [...tables.parked.values()].filter(({ value }) => isWanted(value, needs)).map(toStored)
}

function lookAtPlaces(tables: Tables, places: Set<string>, world: World): void {
  const parked = [...tables.parked.values()].map(({ value }) => value)
  const byPlace = Map.groupBy(parked, ({ message }) => placeOf(message))
  for (const place of places) world.parkedPlaces.set(place, (byPlace.get(place) ?? []).map(parkedAt))
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

function write(tables: Tables, { world, events, acknowledged }: Changes): Committed {
  const [heads, gates, answers] = [world.heads.changes(), world.gates.changes(), world.answers.changes()]
  refuseStale(heads, tables.heads, (one, other) => one.version === other.version)
  refuseStale(gates, tables.gates, (one, other) => one.version === other.version && one.waiting === other.waiting)
  for (const { key } of answers) if (tables.answers.has(key)) throw new StoreConflict('an answer is stored already')
  store(heads, tables.heads)
  store(gates, tables.gates)
  store(world.entries.changes(), tables.entries)
  store(world.rows.changes(), tables.rows)
  storeOwed(world.owed.changes(), tables)
  const at = tables.now()
  for (const { key, after } of answers) if (after) tables.answers.set(key, { value: after, at })
  for (const id of world.unparked) tables.parked.delete(id)
  for (const message of world.parked)
    if (!tables.parked.has(message.id)) tables.parked.set(message.id, { value: message, at })
  for (const id of acknowledged) tables.outbox.delete(id)
  tables.events.push(...events)
  const published = events.filter((event) => event.published)
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
      throw new StoreConflict(`${key} has moved on since it was loaded`)
  }
}

function store<V>(changes: Change<V>[], table: Map<string, V>): void {
  for (const { key, after } of changes)
    if (after === null) table.delete(key)
    else table.set(key, after)
}

function storeOwed(changes: Change<OwedRow>[], tables: Tables): void {
  for (const { key, after } of changes) {
    if (!after) {
      tables.owed.delete(key)
      continue
    }
    const immediate = isImmediate(after)
    const dueAt =
      'at' in after.due ? Date.parse(after.due.at) : tables.now() + (immediate ? LEASE_MS : after.due.afterMs)
    tables.owed.set(key, { row: { ...after, attempt: immediate ? 1 : 0 }, dueAt, since: tables.now() })
  }
}
