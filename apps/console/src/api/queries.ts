import type { SagaDetail, SagaSummary } from '@bistro/gateway/contract'
import { gatewayCall } from '@bistro/http-client'
import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { isPassing, Problem } from './problem.ts'
import { asOperator, read } from './request.ts'

/** Every read of the gateway, with its key. The live stream changes what is kept under these keys. */

export interface SagaFilters {
  readonly status?: string
  readonly q?: string
  readonly customerId?: string
  readonly eveningId?: string
  readonly reason?: string
  readonly since?: string
  readonly after?: string
  readonly limit?: number
}

export interface SagaPage {
  readonly items: readonly SagaSummary[]
  readonly next?: string
}

const SECOND_MS = 1000

/** The live stream has it loaded again and again. */
export const overviewQuery = queryOptions({
  queryKey: ['overview'],
  queryFn: ({ signal }) => read(gatewayCall('get', '/api/overview'), signal),
})

export const topologyQuery = queryOptions({
  queryKey: ['topology'],
  queryFn: ({ signal }) => read(gatewayCall('get', '/api/topology'), signal),
  staleTime: Number.POSITIVE_INFINITY,
})

export const sagasQuery = (filters: SagaFilters) =>
  queryOptions({
    queryKey: ['sagas', filters],
    queryFn: ({ signal }) => read(gatewayCall('get', '/api/sagas', { params: { query: filters } }), signal),
    placeholderData: keepPreviousData,
  })

export const sagaCall = (reservationId: string, at?: string) =>
  gatewayCall('get', '/api/sagas/{reservationId}', { params: { path: { reservationId }, query: { at } } })

export const sagaQuery = (id: string, at?: string) =>
  queryOptions({
    queryKey: ['saga', id, at ?? 'now'],
    queryFn: ({ signal }) => read(sagaCall(id, at), signal),
    refetchInterval: ({ state: { data, error } }) => (at === undefined ? whileWaiting(data, error) : whileAway(error)),
    staleTime: at === undefined ? 0 : 60 * SECOND_MS,
    placeholderData: at === undefined ? undefined : keepPreviousData,
  })

/** The past has no news: it is asked for again only where it could not be told. */
const whileAway = (error: unknown) => (isPassing(error) ? 2 * SECOND_MS : false)

/** Attempts and their next time bring no event, and a new saga is unknown at first: the page asks while there is news to come. */
const whileWaiting = (saga: SagaDetail | undefined, error: unknown) => {
  if (error instanceof Problem) return error.status === 400 ? false : SECOND_MS
  return saga === undefined || saga.status === 'open' || saga.waitingFor.length > 0 ? 2 * SECOND_MS : false
}

/** The stream processor runs when somebody wants it to: no event of the live stream tells of what it has written. */
export const historyQuery = (customerId: string) =>
  queryOptions({
    queryKey: ['history', customerId],
    queryFn: ({ signal }) =>
      read(gatewayCall('get', '/api/customers/{customerId}/history', { params: { path: { customerId } } }), signal),
    refetchInterval: 2 * SECOND_MS,
  })

export const eventQuery = (reservationId: string, eventId: string) =>
  queryOptions({
    queryKey: ['saga-event', reservationId, eventId],
    queryFn: ({ signal }) => {
      const path = { reservationId, eventId }
      return read(gatewayCall('get', '/api/sagas/{reservationId}/events/{eventId}', { params: { path } }), signal)
    },
  })

/** `events`: how many the saga has, as whatever brings an event brings its command. */
export const commandsQuery = (reservationId: string, events: number) =>
  queryOptions({
    queryKey: ['saga-commands', reservationId, events],
    queryFn: ({ signal }) =>
      read(gatewayCall('get', '/api/sagas/{reservationId}/commands', { params: { path: { reservationId } } }), signal),
    placeholderData: keepPreviousData,
  })

export const attentionQuery = queryOptions({
  queryKey: ['attention'],
  queryFn: ({ signal }) => read(asOperator(gatewayCall('get', '/api/attention')), signal),
  refetchInterval: 5 * SECOND_MS,
})

export const viewsQuery = queryOptions({
  queryKey: ['views'],
  queryFn: ({ signal }) => read(asOperator(gatewayCall('get', '/api/views')), signal),
  refetchInterval: 2 * SECOND_MS,
})

export const partitionsQuery = queryOptions({
  queryKey: ['partitions'],
  queryFn: ({ signal }) => read(gatewayCall('get', '/api/partitions'), signal),
  refetchInterval: 3 * SECOND_MS,
})

export const placementCall = (key: string, partitions: number) =>
  gatewayCall('get', '/api/partitions/placement', { params: { query: { key, partitions } } })

export const placementQuery = (key: string, partitions: number) =>
  queryOptions({
    queryKey: ['placement', key, partitions],
    queryFn: ({ signal }) => read(placementCall(key, partitions), signal),
    placeholderData: keepPreviousData,
  })

export const movesCall = (from: number, to: number) =>
  gatewayCall('get', '/api/partitions/moves', { params: { query: { from, to } } })

export const movesQuery = (from: number, to: number) =>
  queryOptions({
    queryKey: ['moves', from, to],
    queryFn: ({ signal }) => read(movesCall(from, to), signal),
    placeholderData: keepPreviousData,
  })

export const faultsQuery = queryOptions({
  queryKey: ['faults'],
  queryFn: ({ signal }) => read(gatewayCall('get', '/api/faults'), signal),
})

export const processesQuery = queryOptions({
  queryKey: ['processes'],
  queryFn: ({ signal }) => read(gatewayCall('get', '/api/processes'), signal),
  refetchInterval: 2 * SECOND_MS,
})
