import type {
  Attention,
  EventDetail,
  Faults,
  Moves,
  Overview,
  Partitions,
  Placement,
  Processes,
  SagaCommands,
  SagaDetail,
  SagaSummary,
  Topology,
  Views,
} from '@bistro/gateway/contract'
import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { isPassing, Problem } from './problem.ts'
import { get, path, withQuery } from './request.ts'

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
  queryFn: ({ signal }) => get<Overview>('/api/overview', signal),
})

export const topologyQuery = queryOptions({
  queryKey: ['topology'],
  queryFn: ({ signal }) => get<Topology>('/api/topology', signal),
  staleTime: Number.POSITIVE_INFINITY,
})

export const sagasQuery = (filters: SagaFilters) =>
  queryOptions({
    queryKey: ['sagas', filters],
    queryFn: ({ signal }) => get<SagaPage>(withQuery('/api/sagas', { ...filters }), signal),
    placeholderData: keepPreviousData,
  })

export const sagaQuery = (id: string, at?: string) =>
  queryOptions({
    queryKey: ['saga', id, at ?? 'now'],
    queryFn: ({ signal }) => get<SagaDetail>(withQuery(path`/api/sagas/${id}`, { at }), signal),
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

export const eventQuery = (sagaId: string, eventId: string) =>
  queryOptions({
    queryKey: ['saga-event', sagaId, eventId],
    queryFn: ({ signal }) => get<EventDetail>(path`/api/sagas/${sagaId}/events/${eventId}`, signal),
  })

/** `events`: how many the saga has, as whatever brings an event brings its command. */
export const commandsQuery = (sagaId: string, events: number) =>
  queryOptions({
    queryKey: ['saga-commands', sagaId, events],
    queryFn: ({ signal }) => get<SagaCommands>(path`/api/sagas/${sagaId}/commands`, signal),
    placeholderData: keepPreviousData,
  })

export const attentionQuery = queryOptions({
  queryKey: ['attention'],
  queryFn: ({ signal }) => get<Attention>('/api/attention', signal, true),
  refetchInterval: 5 * SECOND_MS,
})

export const viewsQuery = queryOptions({
  queryKey: ['views'],
  queryFn: ({ signal }) => get<Views>('/api/views', signal, true),
  refetchInterval: 2 * SECOND_MS,
})

export const partitionsQuery = queryOptions({
  queryKey: ['partitions'],
  queryFn: ({ signal }) => get<Partitions>('/api/partitions', signal),
  refetchInterval: 3 * SECOND_MS,
})

export const placementQuery = (key: string, partitions: number) =>
  queryOptions({
    queryKey: ['placement', key, partitions],
    queryFn: ({ signal }) => get<Placement>(withQuery('/api/partitions/placement', { key, partitions }), signal),
    placeholderData: keepPreviousData,
  })

export const movesQuery = (from: number, to: number) =>
  queryOptions({
    queryKey: ['moves', from, to],
    queryFn: ({ signal }) => get<Moves>(withQuery('/api/partitions/moves', { from, to }), signal),
    placeholderData: keepPreviousData,
  })

export const faultsQuery = queryOptions({
  queryKey: ['faults'],
  queryFn: ({ signal }) => get<Faults>('/api/faults', signal),
})

export const processesQuery = queryOptions({
  queryKey: ['processes'],
  queryFn: ({ signal }) => get<Processes>('/api/processes', signal),
  refetchInterval: 2 * SECOND_MS,
})
