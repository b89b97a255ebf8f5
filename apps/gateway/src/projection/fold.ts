import { orderIdOf, paymentIdOf, shipmentIdOf } from '@bistro/events'
import { ENDING_EVENTS } from '@bistro/oracle'
import { isUuid, type SeenEvent } from './seen.ts'

/** A saga as its events tell of it: the columns of `sagas`. */
export interface SagaRow {
  readonly reservationId: string
  readonly orderId: string
  readonly paymentId: string
  readonly shipmentId: string
  customerId: string | undefined
  eveningId: string | undefined
  /** Milliseconds since 1970, as the other times. */
  startedMs: number
  last: Last
  ending: Ending | undefined
  confirmedMs: number | undefined
  seenAt: string
}

interface Last {
  readonly ms: number
  readonly version: number
  readonly service: string
  readonly type: string
}

interface Ending {
  readonly ms: number
  readonly status: Status
  readonly reason: string | undefined
}

export type Status = 'delivered' | 'cancelled' | 'rejected'

const STATUS: Readonly<Record<string, Status>> = {
  OrderDelivered: 'delivered',
  OrderCancelled: 'cancelled',
  ReservationRejected: 'rejected',
}
const CONFIRMED = 'OrderConfirmed'
const MAX_REASON_CHARACTERS = 200

for (const type of ENDING_EVENTS) if (!STATUS[type]) throw new Error(`${type} ends a saga, but has no status here`)

/**
 * Sagas folded from some of their events. Every column is a least, a greatest or a first known value, so that order and copies
 * change nothing: rows folded from parts of the events are combined by the same rules (`tables.ts`).
 */
export function foldSagas(events: readonly SeenEvent[]): SagaRow[] {
  const rows = new Map<string, SagaRow>()
  for (const event of events) {
    if (event.saga === undefined || event.time === undefined) continue
    const part = rowOf(event, event.saga, Date.parse(event.time))
    const known = rows.get(event.saga)
    if (known) combine(known, part)
    else rows.set(event.saga, withIds(part))
  }
  return [...rows.values()]
}

/** Undefined for an event that ends no saga. Types are foreign text: `constructor` is none of them. */
export const statusOf = (type: string): Status | undefined => (Object.hasOwn(STATUS, type) ? STATUS[type] : undefined)

type Part = Omit<SagaRow, 'orderId' | 'paymentId' | 'shipmentId'>

function withIds(part: Part): SagaRow {
  const orderId = orderIdOf(part.reservationId)
  return { ...part, orderId, paymentId: paymentIdOf(orderId), shipmentId: shipmentIdOf(orderId) }
}

function rowOf({ service, type, version, data, seenAt }: SeenEvent, reservationId: string, ms: number): Part {
  const status = statusOf(type)
  return {
    reservationId,
    customerId: idIn(data, 'customerId'),
    eveningId: idIn(data, 'eveningId'),
    startedMs: ms,
    last: { ms, version, service, type },
    ending: status && { ms, status, reason: reasonIn(data) },
    confirmedMs: type === CONFIRMED ? ms : undefined,
    seenAt,
  }
}

function combine(row: SagaRow, part: Part): void {
  row.customerId = least(row.customerId, part.customerId)
  row.eveningId = least(row.eveningId, part.eveningId)
  row.startedMs = Math.min(row.startedMs, part.startedMs)
  if (compareLast(part.last, row.last) > 0) row.last = part.last
  if (part.ending && (!row.ending || compareEndings(part.ending, row.ending) < 0)) row.ending = part.ending
  row.confirmedMs = least(row.confirmedMs, part.confirmedMs)
  if (part.seenAt > row.seenAt) row.seenAt = part.seenAt
}

function least<T extends string | number>(a: T | undefined, b: T | undefined): T | undefined {
  if (a === undefined || b === undefined) return a ?? b
  return b < a ? b : a
}

const compareLast = (a: Last, b: Last): number =>
  a.ms - b.ms || a.version - b.version || compareText(a.service, b.service) || compareText(a.type, b.type)

const compareEndings = (a: Ending, b: Ending): number =>
  a.ms - b.ms || compareText(a.status, b.status) || compareText(a.reason ?? '', b.reason ?? '')

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

function idIn(data: object | undefined, field: string): string | undefined {
  const value = (data as Readonly<Record<string, unknown>> | undefined)?.[field]
  return typeof value === 'string' && isUuid(value) ? value : undefined
}

/** Printable characters only: other texts are no reason of this domain. */
function reasonIn(data: object | undefined): string | undefined {
  const reason = (data as { readonly reason?: unknown } | undefined)?.reason
  return typeof reason === 'string' && /^[\x21-\x7e]+$/.test(reason)
    ? reason.slice(0, MAX_REASON_CHARACTERS)
    : undefined
}
