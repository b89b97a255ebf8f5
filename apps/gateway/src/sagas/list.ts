import type { Statement } from '@bistro/kit/postgres'
import { SERVICES } from '@bistro/services'
import { SUMMARY_COLUMNS, SUMMARY_TABLES, type SummaryRow } from './summary.ts'

export interface Filter {
  /** Separated by commas; `stuck` sagas are open. */
  readonly status?: string
  readonly customerId?: string
  readonly eveningId?: string
  /** A whole id of anything in the saga, or its first eight digits or more. */
  readonly q?: string
  readonly since?: string
  readonly reason?: string
}

interface Page {
  readonly limit: number
  readonly after?: string
}

/** Newest first. */
export function listSagas(query: Statement, filter: Filter, { limit, after }: Page): Promise<SummaryRow[]> {
  const range = filter.q === undefined ? undefined : rangeOf(filter.q)
  if (filter.q !== undefined && !range) return Promise.resolve([])
  const values: unknown[] = []
  const place = (value: unknown): string => `$${values.push(value)}`
  const conditions = [
    ...statusIn(filter.status, place),
    ...(filter.customerId ? [`s.customer_id = ${place(filter.customerId)}`] : []),
    ...(filter.eveningId ? [`s.evening_id = ${place(filter.eveningId)}`] : []),
    ...(filter.since ? [`s.started_at >= ${place(filter.since)}`] : []),
    ...(filter.reason ? [`s.reason = ${place(filter.reason)}`] : []),
    ...(range ? [foundIn(...(range.map(place) as [string, string]), place(SERVICES))] : []),
    ...(after ? [`(s.started_at, s.reservation_id) < (${startOf(place(after))})`] : []),
  ]
  const where = conditions.length > 0 ? `where ${conditions.join(' and ')}` : ''
  return query<SummaryRow>(
    `select ${SUMMARY_COLUMNS} from ${SUMMARY_TABLES} ${where}
     order by s.started_at desc, s.reservation_id desc limit ${place(limit)}`,
    values,
  )
}

const startOf = (after: string): string =>
  `select started_at, reservation_id from sagas where reservation_id = ${after}::uuid`

function statusIn(status: string | undefined, place: (value: unknown) => string): string[] {
  if (status === undefined) return []
  const wanted = status.split(',')
  const others = wanted.filter((one) => one !== 'stuck')
  const either = [
    ...(others.length > 0 ? [`s.status = any(${place(others)})`] : []),
    ...(wanted.includes('stuck')
      ? [`s.status = 'open' and s.reservation_id in (select reservation_id from stuck_sagas)`]
      : []),
  ]
  return [`(${either.join(' or ')})`]
}

/** One index scan for each kind of id. */
function foundIn(from: string, to: string, services: string): string {
  const within = (column: string): string => `${column} between ${from}::uuid and ${to}::uuid`
  const columns = ['reservation_id', 'order_id', 'payment_id', 'shipment_id', 'customer_id', 'evening_id']
  const selects = [
    ...columns.map((column) => `select reservation_id from sagas where ${within(column)}`),
    `select saga from saga_events where ${within('id')} and saga is not null`,
    `select saga from saga_events where service = any(${services}) and ${within('stream')} and saga is not null`,
  ]
  return `s.reservation_id in (${selects.join(' union ')})`
}

const DIGITS = 32
const START = /^[0-9a-f]{8}[0-9a-f-]{0,28}$/
const GROUPS = /^(.{8})(.{4})(.{4})(.{4})(.{12})$/

/** The first and the last id with this prefix; undefined if it is no id. */
export function rangeOf(text: string): [string, string] | undefined {
  const start = text.trim().toLowerCase()
  const digits = start.replaceAll('-', '')
  if (!START.test(start) || digits.length > DIGITS) return undefined
  const filled = (digit: string): string => digits.padEnd(DIGITS, digit).replace(GROUPS, '$1-$2-$3-$4-$5')
  return [filled('0'), filled('f')]
}
