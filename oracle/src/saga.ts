import type { ServiceName } from '@bistro/services'
import type { Fact, Facts, Saga, Violation } from './facts.ts'

/** If a saga without an ending has had an event within this time, the event is on its way between two services. */
const RECENT_MS = 30_000
/** Work that has been due for longer than this is not in progress. */
const OVERDUE_MS = 30_000

/** The events that end a saga. */
export const ENDING_EVENTS: readonly string[] = ['OrderDelivered', 'OrderCancelled', 'ReservationRejected']

export const isEnding = ({ type }: Pick<Fact, 'type'>): boolean => ENDING_EVENTS.includes(type)

export const factsOf = ({ facts }: Saga, ...types: readonly string[]): Fact[] =>
  facts.filter(({ type }) => types.includes(type))

export const has = ({ facts }: Saga, ...types: readonly string[]): boolean =>
  facts.some(({ type }) => types.includes(type))

export const endingsOf = ({ facts }: Saga): Fact[] => facts.filter(isEnding)

/** The last event of one service's own stream of the saga. */
export const lastOf = ({ facts }: Saga, service: ServiceName): Fact | undefined =>
  facts.findLast((fact) => fact.service === service)

/** The order's id, once there is an order. */
export const orderIdIn = ({ facts }: Saga): string | undefined =>
  facts.find(({ service }) => service === 'order')?.stream

/** The shipment's id, once there is a shipment. */
export const shipmentIdIn = ({ facts }: Saga): string | undefined =>
  facts.find(({ data }) => data.shipmentId !== undefined)?.data.shipmentId

/** Violations of one saga, each under the ids by which it can be looked up. */
export function blame(invariant: number, saga: Saga, whats: readonly string[]): Violation[] {
  if (whats.length === 0) return []
  const orderId = orderIdIn(saga)
  const ids = { reservationId: saga.id, ...(orderId && { orderId }) }
  return whats.map((what) => ({ invariant, what, ids }))
}

export interface Progress {
  /** Sagas with pending work that is not overdue, or without an ending and with a recent event. */
  readonly underWay: readonly Saga[]
  /** Sagas that have ended and have no pending work. */
  readonly settled: readonly Saga[]
  /** Sagas that have not ended and have no pending work. */
  readonly stuck: readonly Saga[]
}

/** Groups sagas into those under way, settled and stuck. */
export function progressOf({
  pending,
  nowMs,
  isOver,
  sagas,
}: Pick<Facts, 'pending' | 'nowMs' | 'isOver' | 'sagas'>): Progress {
  const inTime = isOver ? [] : pending.filter(({ dueMs }) => dueMs > nowMs - OVERDUE_MS)
  const alive = new Set(inTime.map(({ stream }) => stream))
  const stateOf = (saga: Saga): keyof Progress => {
    if (saga.facts.some(({ stream }) => alive.has(stream))) return 'underWay'
    if (endingsOf(saga).length > 0) return 'settled'
    return !isOver && lastMoveOf(saga).timeMs > nowMs - RECENT_MS ? 'underWay' : 'stuck'
  }
  return { underWay: [], settled: [], stuck: [], ...Object.groupBy(sagas.values(), stateOf) }
}

export const lastMoveOf = ({ facts }: Saga): Fact =>
  facts.reduce((last, fact) => (fact.timeMs > last.timeMs ? fact : last))
