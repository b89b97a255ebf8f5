import { orderIdOf, paymentIdOf, shipmentIdOf } from '@bistro/events'
import type { Databases } from '../collect/databases.ts'

/** At most this many sagas of one account or of one id prefix are returned. */
const MOST = 20

const BY_STREAM = `select distinct correlation_id as saga from events
  where stream between $1 and $2 and correlation_id is not null limit ${MOST}`
const BY_EVENT = `select distinct correlation_id as saga from events
  where id between $1 and $2 and correlation_id is not null limit ${MOST}`
const ALL = `select distinct correlation_id as saga from events where correlation_id is not null`
const KNOWN = `select 1 as known from events where stream between $1 and $2 or id between $1 and $2 limit 1`

export interface Found {
  readonly sagas: readonly string[]
  /** Whether any stream or event has this id. */
  readonly known: boolean
}

/**
 * The sagas that an id is of: a reservation's, an order's, a payment's, a shipment's, an event's or an account's.
 * @param start a whole id, or the first digits of one
 */
export async function findSagas(databases: Databases, start: string): Promise<Found> {
  const range = rangeOf(start)
  for (const find of [BY_STREAM, BY_EVENT]) {
    const sagas = await select(databases, find, range)
    if (sagas.length > 0) return { sagas, known: true }
  }
  const derived = (await reservations(databases)).filter((saga) => derivedIds(saga).some((id) => id.startsWith(start)))
  if (derived.length > 0) return { sagas: derived.slice(0, MOST), known: true }
  return { sagas: [], known: (await select(databases, KNOWN, range, 'known')).length > 0 }
}

/** Ids that follow from the reservation's id, even if no stream has them. */
function derivedIds(saga: string): string[] {
  const orderId = orderIdOf(saga)
  return [orderId, paymentIdOf(orderId), shipmentIdOf(orderId)]
}

async function reservations({ open }: Databases): Promise<string[]> {
  const rows = await open.get('reservation')?.all<{ saga: string }>(ALL)
  return (rows ?? []).map(({ saga }) => saga)
}

async function select({ open }: Databases, text: string, range: readonly string[], column = 'saga'): Promise<string[]> {
  const rows = await Promise.all(
    [...open.values()].map((snapshot) => snapshot.all<Record<string, string>>(text, range)),
  )
  return [...new Set(rows.flat().map((row) => String(row[column])))]
}

const DIGITS = 32
const GROUPS = /^(.{8})(.{4})(.{4})(.{4})(.{12})$/

/** The first and the last id with this prefix. */
function rangeOf(start: string): [string, string] {
  const digits = start.replaceAll('-', '')
  const filled = (digit: string): string => digits.padEnd(DIGITS, digit).replace(GROUPS, '$1-$2-$3-$4-$5')
  return [filled('0'), filled('f')]
}
