import type { ServiceName } from '@bistro/services'
import type { Fact, Facts, Saga } from './facts.ts'

/** A saga that has not ended and moved so lately is on its way between two services. */
const RECENT_MS = 30_000
/** What has been due for longer than this, nobody is working on. */
const OVERDUE_MS = 30_000

export const ENDINGS: readonly string[] = ['OrderDelivered', 'OrderCancelled', 'ReservationRejected']

export const factsOf = ({ facts }: Saga, ...types: readonly string[]): Fact[] =>
  facts.filter(({ type }) => types.includes(type))

export const has = (saga: Saga, ...types: readonly string[]): boolean => factsOf(saga, ...types).length > 0

export const endingsOf = (saga: Saga): Fact[] => factsOf(saga, ...ENDINGS)

/** The last event of one service's own stream of the saga. */
export const lastOf = ({ facts }: Saga, service: ServiceName): Fact | undefined =>
  facts.findLast((fact) => fact.service === service)

/** Under which the carrier's word on a parcel is found. */
export const parcelIn = ({ shipmentId, attempt }: Fact['data']): string => `${shipmentId}:${attempt}`

/** The order's id, once there is an order. */
export const orderIdIn = ({ facts }: Saga): string | undefined =>
  facts.find(({ service }) => service === 'order')?.stream

export const sagaIds = (saga: Saga): Record<string, string> => {
  const orderId = orderIdIn(saga)
  return { reservationId: saga.id, ...(orderId && { orderId }) }
}

export interface Progress {
  /** Something is pending to them in good time, or they moved just now and have not ended. */
  readonly underWay: readonly Saga[]
  /** Ended, and nothing is pending to them any more. */
  readonly settled: readonly Saga[]
  /** Not ended, and nothing will move them. */
  readonly stuck: readonly Saga[]
}

/** Which sagas may still move by themselves, which are done, and which are neither. */
export function progressOf({ pending, nowMs, sagas }: Pick<Facts, 'pending' | 'nowMs' | 'sagas'>): Progress {
  const alive = new Set(pending.filter(({ dueMs }) => dueMs > nowMs - OVERDUE_MS).map(({ stream }) => stream))
  const stateOf = (saga: Saga): keyof Progress => {
    if (saga.facts.some(({ stream }) => alive.has(stream))) return 'underWay'
    if (endingsOf(saga).length > 0) return 'settled'
    return lastMoveMs(saga) > nowMs - RECENT_MS ? 'underWay' : 'stuck'
  }
  return { underWay: [], settled: [], stuck: [], ...Object.groupBy(sagas.values(), stateOf) }
}

const lastMoveMs = ({ facts }: Saga): number => facts.reduce((last, { timeMs }) => Math.max(last, timeMs), 0)
